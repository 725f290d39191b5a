// A list of suites under edit, as OpenSSL's cipher strings edit it: every rule selects suites and
// adds, moves or removes them.
#ifndef TLSPROBE_TLS_SUITE_ORDER_H_
#define TLSPROBE_TLS_SUITE_ORDER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tlsprobe/tls/cipher_words.h"

namespace tlsprobe {

class SuiteOrder {
 public:
  // Every suite of OpenSSL 3.0 for TLS 1.2 and below, none of them active, in its order of
  // preference.
  SuiteOrder();

  void Add(const SuiteSelector& selector);         // those not active yet go to the end
  void MoveToEnd(const SuiteSelector& selector);   // "+"
  void Deactivate(const SuiteSelector& selector);  // "-": may be added again
  void Kill(const SuiteSelector& selector);        // "!": cannot
  void SortByStrength();                           // "@STRENGTH": strongest first, else as it was

  // Indices into AllCipherSuites(), in order.
  std::vector<size_t> Active() const;

 private:
  struct Entry {
    size_t index;
    bool active;
  };

  void MoveToFront(const SuiteSelector& selector);
  // Moves entries for which `selected` is true to one end; both parts keep their order.
  template <typename Predicate>
  void Move(bool to_front, Predicate selected);
  void Prefer();

  std::vector<Entry> entries_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_SUITE_ORDER_H_
