#include "tests/check/crl_cases.h"
#include "tlsprobe/driver/der.h"
#include "tlsprobe/driver/extension_values.h"

namespace tlsprobe {
namespace {

using Table = std::vector<CrlCase>;

// The leaf says that there are deltas.
const CrlLab& DeltaLab() {
  static const CrlLab kLab =
      MakeLab([](CertificateSpec& s) { s.extra_extensions = {FreshestExtension()}; });
  return kLab;
}

// Number 5, complete, without entries, as changed.
Bytes Base(const CrlLab& lab, const ChangeCrl& change = {}) {
  return CrlOf(lab.middle, [&](CrlSpec& s) {
    s.number = {5};
    if (change) change(s);
  });
}

// Number 7, what changed since 5.
Bytes Delta(const CrlLab& lab, const ChangeCrl& change = {}) {
  return CrlOf(lab.middle, [&](CrlSpec& s) {
    s.number = {7};
    s.base_number = {5};
    s.this_update = {kTestNow.seconds - kTestDay};
    if (change) change(s);
  });
}

ChangeCrl Revoking(const MadeCertificate& certificate, int reason) {
  return [entry = EntryOf(certificate, reason)](CrlSpec& s) { s.entries = {entry}; };
}

void Add(Table& table, std::string name, std::vector<Bytes> crls, const CrlLab& lab = DeltaLab()) {
  crls.push_back(CrlOf(lab.root));
  table.push_back({"5.2.4", CaseOf(std::move(name), lab, std::move(crls))});
}

void AddChanges(Table& table) {
  const CrlLab& lab = DeltaLab();
  Add(table, "delta: nothing changed", {Base(lab), Delta(lab)});
  Add(table, "delta: the delta stands first", {Delta(lab), Base(lab)});
  Add(table, "delta: revoked since", {Base(lab), Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: revoked before", {Base(lab, Revoking(lab.leaf, 1)), Delta(lab)});
  Add(table, "delta: revoked in both",
      {Base(lab, Revoking(lab.leaf, 6)), Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: on hold, and taken off since",
      {Base(lab, Revoking(lab.leaf, 6)), Delta(lab, Revoking(lab.leaf, 8))});
  Add(table, "delta: taken off without having been on",
      {Base(lab), Delta(lab, Revoking(lab.leaf, 8))});
  Add(table, "delta: another is taken off",
      {Base(lab, Revoking(lab.leaf, 6)),
       Delta(lab, [](CrlSpec& s) { s.entries = {{.serial = {0x12}, .reason = 8}}; })});
  Add(table, "delta: two deltas, the first counts",
      {Base(lab), Delta(lab), Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: two deltas, the first does not fit",
      {Base(lab), Delta(lab, [](CrlSpec& s) { s.base_number = {6}; }),
       Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: no base", {Delta(lab)});
  Add(table, "delta: no base, revoked", {Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: no delta", {Base(lab)});
  const CrlLab& plain = PlainLab();
  Add(table, "delta: nobody says that there are deltas",
      {Base(plain), Delta(plain, Revoking(plain.leaf, 1))}, plain);
  Add(table, "delta: the CRL says that there are deltas",
      {Base(plain, [](CrlSpec& s) { s.extra_extensions = {FreshestExtension()}; }),
       Delta(plain, Revoking(plain.leaf, 1))},
      plain);
  Add(table, "delta: the delta says that there are deltas",
      {Base(plain), Delta(plain,
                          [&](CrlSpec& s) {
                            s.extra_extensions = {FreshestExtension()};
                            s.entries = {EntryOf(plain.leaf)};
                          })},
      plain);
  Add(table, "delta: that there are deltas stands behind a critical extension",
      {Base(plain,
            [](CrlSpec& s) {
              s.extra_extensions = {RawExtension("1.2.3.4", true, {0x05, 0x00}),
                                    FreshestExtension()};
            }),
       Delta(plain, Revoking(plain.leaf, 1))},
      plain);
}

void AddNumbers(Table& table) {
  const CrlLab& lab = DeltaLab();
  const auto numbered = [&](std::string name, const Bytes& base, const Bytes& since,
                            const Bytes& number) {
    Add(table, "delta: " + std::move(name),
        {Base(lab, [&](CrlSpec& s) { s.number = base; }), Delta(lab, [&](CrlSpec& s) {
           s.base_number = since;
           s.number = number;
           s.entries = {EntryOf(lab.leaf, 1)};
         })});
  };
  numbered("since an older base", {5}, {3}, {7});
  numbered("since a newer base", {5}, {6}, {7});
  numbered("of the same number", {5}, {5}, {5});
  numbered("of a lower number", {5}, {3}, {4});
  numbered("numbers of two bytes", {0x00, 0xff}, {0x00, 0xff}, {0x01, 0x00});
  numbered("numbers of different length", {0x01, 0x00}, {0x7f}, {0x01, 0x01});
  numbered("numbers of twenty bytes", Bytes(20, 0x11), Bytes(20, 0x11), Bytes(20, 0x12));
  numbered("negative numbers", {0xfb}, {0xfa}, {0xfc});
  numbered("since a negative number", {5}, {0x80}, {7});
  numbered("zero", {0}, {0}, {1});
  Add(table, "delta: the base has no number",
      {Base(lab, [](CrlSpec& s) { s.number = {}; }), Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: the indicator is not critical", {Base(lab), Delta(lab, [&](CrlSpec& s) {
                                                        s.base_number_critical = false;
                                                        s.entries = {EntryOf(lab.leaf)};
                                                      })});
}

void AddFit(Table& table) {
  const CrlLab& lab = DeltaLab();
  const ChangeCrl no_key = [](CrlSpec& s) { s.authority_key_id = false; };
  const ChangeCrl scope = [](CrlSpec& s) {
    s.issuing_distribution_point = {{.only_user_certificates = true}};
  };
  const auto revoked = [&](const ChangeCrl& change) {
    return Delta(lab, [&](CrlSpec& s) {
      s.entries = {EntryOf(lab.leaf, 1)};
      if (change) change(s);
    });
  };
  Add(table, "delta: no key identifier in the delta", {Base(lab), revoked(no_key)});
  Add(table, "delta: no key identifier in the base", {Base(lab, no_key), revoked({})});
  Add(table, "delta: no key identifier in either", {Base(lab, no_key), revoked(no_key)});
  Add(table, "delta: a scope in the delta alone", {Base(lab), revoked(scope)});
  Add(table, "delta: a scope in the base alone", {Base(lab, scope), revoked({})});
  Add(table, "delta: the same scope", {Base(lab, scope), revoked(scope)});
  Add(table, "delta: of another issuer", {Base(lab), CrlOf(lab.root, [&](CrlSpec& s) {
                                            s.number = {7};
                                            s.base_number = {5};
                                            s.entries = {EntryOf(lab.leaf)};
                                          })});
  Add(table, "delta: a broken signature",
      {Base(lab), revoked([](CrlSpec& s) { s.corrupt_signature = true; })});
  Add(table, "delta: an unknown critical extension",
      {Base(lab), revoked([](CrlSpec& s) {
         s.extra_extensions = {RawExtension("1.2.3.4", true, {0x05, 0x00})};
       })});
  Add(table, "delta: two key identifiers",
      {Base(lab), revoked([&](CrlSpec& s) {
         s.extra_extensions = {RawExtension(
             "2.5.29.35", false, AuthorityKeyIdentifierValue({.key_id = lab.middle.key_id}))};
       })});
}

void AddTimes(Table& table) {
  const CrlLab& lab = DeltaLab();
  const ChangeCrl over = [](CrlSpec& s) { s.next_update = {kTestNow.seconds - kTestDay}; };
  const ChangeCrl early = [](CrlSpec& s) { s.this_update = {kTestNow.seconds + kTestDay}; };
  Add(table, "delta: the base is out of date", {Base(lab, over), Delta(lab)});
  Add(table, "delta: the base is out of date, revoked",
      {Base(lab, over), Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: the delta is out of date", {Base(lab), Delta(lab, over)});
  Add(table, "delta: both are out of date", {Base(lab, over), Delta(lab, over)});
  Add(table, "delta: the delta is not valid yet", {Base(lab), Delta(lab, early)});
  Add(table, "delta: the base is not valid yet", {Base(lab, early), Delta(lab)});
  Add(table, "delta: the base is out of date, the delta not valid yet",
      {Base(lab, over), Delta(lab, early)});
  Add(table, "delta: two bases, the older one fits",
      {Base(lab, [](CrlSpec& s) { s.this_update = {kTestNow.seconds - 9 * kTestDay}; }),
       Base(lab,
            [](CrlSpec& s) {
              s.number = {9};
              s.this_update = {kTestNow.seconds - kTestDay};
            }),
       Delta(lab, Revoking(lab.leaf, 1))});
  Add(table, "delta: newer than the base", {Base(lab), Delta(lab, early)});
}

void AddParts(Table& table) {
  const CrlLab& lab = DeltaLab();
  const auto scope = [](uint16_t reasons, const ChangeCrl& more = {}) {
    return [reasons, more](CrlSpec& s) {
      s.issuing_distribution_point = {{.only_some_reasons = reasons}};
      if (more) more(s);
    };
  };
  constexpr uint16_t kKey = 0x002, kRest = 0x1fc;
  Add(table, "delta: for some reasons, the rest is complete",
      {Base(lab, scope(kKey)), Delta(lab, scope(kKey, Revoking(lab.leaf, 1))),
       Base(lab, scope(kRest))});
  Add(table, "delta: for each part",
      {Base(lab, scope(kKey)), Delta(lab, scope(kKey)), Base(lab, scope(kRest)),
       Delta(lab, scope(kRest, Revoking(lab.leaf, 3)))});
  Add(table, "delta: for other reasons than the base",
      {Base(lab, scope(kKey)), Delta(lab, scope(kRest))});
  const ChangeCrl over = [](CrlSpec& s) { s.next_update = {kTestNow.seconds - kTestDay}; };
  Add(table, "delta: stands in for a part out of date, the next has none",
      {Base(lab, scope(kKey, over)), Delta(lab, scope(kKey)), Base(lab, scope(kRest, over))});
  Add(table, "delta: on hold for one part, taken off since",
      {Base(lab, scope(kKey, Revoking(lab.leaf, 6))),
       Delta(lab, scope(kKey, Revoking(lab.leaf, 8))), Base(lab, scope(kRest))});
}

}  // namespace

const std::vector<CrlCase>& DeltaCrlCases() {
  static const Table kTable = [] {
    Table table;
    AddChanges(table);
    AddNumbers(table);
    AddFit(table);
    AddTimes(table);
    AddParts(table);
    return table;
  }();
  return kTable;
}

}  // namespace tlsprobe
