#ifndef PYTMVA_TESTS_Check
#define PYTMVA_TESTS_Check

#include <cmath>
#include <cstdlib>
#include <iostream>

/// CHECK(condition) ends the test with a message; CHECK_THROWS(type, statement) wants that exception.
#define CHECK(condition)                                                                      \
   do {                                                                                       \
      if (!(condition)) {                                                                     \
         std::cerr << __FILE__ << ":" << __LINE__ << ": CHECK(" #condition ") failed\n";      \
         std::exit(1);                                                                        \
      }                                                                                       \
   } while (false)

#define CHECK_THROWS(type, statement)                                                         \
   do {                                                                                       \
      bool thrown = false;                                                                    \
      try {                                                                                   \
         statement;                                                                           \
      } catch (const type &) {                                                                \
         thrown = true;                                                                       \
      }                                                                                       \
      if (!thrown) {                                                                          \
         std::cerr << __FILE__ << ":" << __LINE__ << ": " #statement " did not throw " #type "\n"; \
         std::exit(1);                                                                        \
      }                                                                                       \
   } while (false)

#endif
