#include "python/Objects.h"

#include "python/Errors.h"

namespace {

using namespace pytmva_keras;

Ref ToObject(bool value)
{
   return Checked(PyBool_FromLong(value));
}

Ref ToObject(long long value)
{
   return Checked(PyLong_FromLongLong(value));
}

Ref ToObject(double value)
{
   return Checked(PyFloat_FromDouble(value));
}

Ref ToObject(const std::string &value)
{
   // As Python decodes file names: what is no UTF-8 comes back as the same bytes when a file is opened.
   return Checked(PyUnicode_DecodeFSDefaultAndSize(value.data(), value.size()));
}

template <class T>
Ref ToObject(const std::vector<T> &values)
{
   Ref list = Checked(PyList_New(values.size()));
   for (std::size_t i = 0; i < values.size(); ++i)
      PyList_SET_ITEM(list.Get(), i, ToObject(values[i]).Release());
   return list;
}

/// An item of a dictionary, borrowed.
PyObject *Item(PyObject *dict, const char *key)
{
   PyObject *item = PyDict_Check(dict) ? PyDict_GetItemString(dict, key) : nullptr;
   if (!item)
      throw PythonError(std::string("pytmva_keras.bridge gave no \"") + key +
                        "\": the Python package and the library are of different versions. Install pytmva-keras again.");
   return item;
}

long long IntegerOf(PyObject *object)
{
   const long long value = PyLong_AsLongLong(object);
   if (value == -1 && PyErr_Occurred())
      ThrowPending();
   return value;
}

double NumberOf(PyObject *object)
{
   const double value = PyFloat_AsDouble(object);
   if (value == -1 && PyErr_Occurred())
      ThrowPending();
   return value;
}

std::string BytesOf(PyObject *object)
{
   char *data = nullptr;
   Py_ssize_t size = 0;
   if (PyBytes_AsStringAndSize(object, &data, &size))
      ThrowPending();
   return std::string(data, size);
}

/// Calls `function` with each item of an iterable.
template <class F>
void ForEach(PyObject *iterable, F function)
{
   Ref sequence = Checked(PySequence_Fast(iterable, "pytmva_keras.bridge: expected a sequence"));
   for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(sequence.Get()); ++i)
      function(PySequence_Fast_GET_ITEM(sequence.Get(), i));
}

WeightArray ToWeightArray(PyObject *tuple)
{
   PyObject *name, *dtype, *shape, *bytes; // borrowed
   if (!PyArg_ParseTuple(tuple, "OOOO", &name, &dtype, &shape, &bytes))
      ThrowPending();
   WeightArray array;
   array.fName = TextOf(name);
   array.fDType = TextOf(dtype);
   ForEach(shape, [&](PyObject *extent) { array.fShape.push_back(IntegerOf(extent)); });
   array.fBytes = BytesOf(bytes);
   return array;
}

} // namespace

pytmva_keras::Ref pytmva_keras::ToDict(const Options &options)
{
   Ref dict = Checked(PyDict_New());
   for (const auto &[name, value] : options) {
      Ref object = std::visit([](const auto &v) { return ToObject(v); }, value);
      if (PyDict_SetItemString(dict.Get(), name.c_str(), object.Get()))
         ThrowPending();
   }
   return dict;
}

pytmva_keras::Ref pytmva_keras::ToList(const std::vector<WeightArray> &arrays)
{
   Ref list = Checked(PyList_New(0));
   for (const WeightArray &array : arrays) {
      Ref shape = ToObject(array.fShape);
      Ref tuple = Checked(Py_BuildValue("ssOy#", array.fName.c_str(), array.fDType.c_str(), shape.Get(), array.fBytes.data(),
                                        static_cast<Py_ssize_t>(array.fBytes.size())));
      if (PyList_Append(list.Get(), tuple.Get()))
         ThrowPending();
   }
   return list;
}

pytmva_keras::History pytmva_keras::ToHistory(PyObject *dict)
{
   History history;
   Ref items = Checked(PyMapping_Items(Item(dict, "history")));
   ForEach(items.Get(), [&](PyObject *item) {
      PyObject *name, *values; // borrowed
      if (!PyArg_ParseTuple(item, "OO", &name, &values))
         ThrowPending();
      history.push_back({TextOf(name), {}});
      ForEach(values, [&](PyObject *value) { history.back().second.push_back(NumberOf(value)); });
   });
   return history;
}

pytmva_keras::Network pytmva_keras::ToNetwork(PyObject *dict)
{
   Network network;
   network.fArchitecture = TextOf(Item(dict, "architecture"));
   network.fBackend = TextOf(Item(dict, "backend"));
   network.fKerasVersion = TextOf(Item(dict, "keras_version"));
   network.fNOutputs = IntegerOf(Item(dict, "outputs"));
   network.fNative = TextOf(Item(dict, "native"));
   network.fWhyNotNative = TextOf(Item(dict, "why_not_native"));
   for (auto [name, arrays] : {std::pair{"arrays", &network.fArrays}, {"constants", &network.fConstants},
                               {"samples", &network.fSamples}})
      ForEach(Item(dict, name), [arrays = arrays](PyObject *array) { arrays->push_back(ToWeightArray(array)); });
   return network;
}
