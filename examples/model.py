"""The network of the Higgs example: defined with Keras, written to model.yml for the macros to book."""

import keras

import pytmva_keras

N_VARIABLES = 7  # m_jj m_jjj m_lv m_jlv m_bb m_wbb m_wwbb


def build_model() -> keras.Model:
    return keras.Sequential(
        [
            keras.layers.Input(shape=(N_VARIABLES,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    pytmva_keras.save_model(build_model(), "model.yml")
    print("wrote model.yml")
