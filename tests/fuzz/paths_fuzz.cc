// Bytes pick, from certificates made once, which are sent, given and trusted, and in what order:
// CAs that certify each other, of one name and several keys, of one key and several certificates,
// expired ones. Then the search for paths, twice: the order of what is sent must not matter.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <ranges>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tlsprobe/check/chain_link.h"
#include "tlsprobe/check/check.h"
#include "tlsprobe/check/memory.h"
#include "tlsprobe/check/signature_cache.h"
#include "tlsprobe/driver/certificate_maker.h"
#include "tlsprobe/wire/certificate.h"
#include "tlsprobe/wire/name.h"

namespace {

using namespace tlsprobe;

constexpr UnixTime kNow = {1767225600};

void Require(bool holds) {
  if (!holds) std::abort();
}

struct Pool {
  std::vector<CertificatePtr> leaves, cas;
};

CertificateSpec SpecOf(const std::string& name, const Bytes& key, bool ca) {
  CertificateSpec spec{.common_name = name, .ca = ca, .private_key = key};
  if (!ca) spec.dns_names = {name};
  return spec;
}

CertificatePtr Make(const CertificateSpec& spec, const MadeCertificate* issuer) {
  const auto made = MakeCertificate(spec, issuer);
  Require(made.ok());
  const auto parsed = ParseCertificate(made->der);
  Require(parsed.ok());
  return *parsed;
}

// Every CA is certified by itself and by every other, at times vaguely (without key identifiers)
// and at times with an end in the past.
Pool MakePool() {
  Pool pool;
  std::vector<std::pair<CertificateSpec, MadeCertificate>> cas;
  for (const char* name : {"A", "B", "C", "Same", "Same", "Same"}) {
    const CertificateSpec spec = SpecOf(name, *MakeKey(MadeKeyKind::kP256), true);
    cas.emplace_back(spec, *MakeCertificate(spec));
    pool.leaves.push_back(
        Make(SpecOf("host.example", *MakeKey(MadeKeyKind::kP256), false), &cas.back().second));
    pool.cas.push_back(*ParseCertificate(cas.back().second.der));
  }
  for (size_t subject = 0; subject < cas.size(); ++subject) {
    for (size_t issuer = 0; issuer < cas.size(); ++issuer) {
      if (subject == issuer) continue;
      CertificateSpec spec = cas[subject].first;
      const size_t turn = subject * cas.size() + issuer;
      if (turn % 2 == 0) spec.subject_key_id = spec.authority_key_id = false;
      if (turn % 5 == 0) spec.not_after = {kNow.seconds - 1};
      if (turn % 7 == 0) spec.path_length = 0;
      pool.cas.push_back(Make(spec, &cas[issuer].second));
    }
  }
  CertificateSpec vague = SpecOf("host.example", *MakeKey(MadeKeyKind::kP256), false);
  vague.subject_key_id = vague.authority_key_id = false;
  for (const auto& [spec, made] : cas) pool.leaves.push_back(Make(vague, &made));
  return pool;
}

const Pool& ThePool() {
  static const Pool pool = MakePool();
  return pool;
}

class Store : public CertificateSource {
 public:
  void Add(const CertificatePtr& certificate) { certificates_.push_back(certificate); }
  bool Has(const Certificate& certificate) const {
    return std::ranges::any_of(certificates_, [&](const CertificatePtr& each) {
      return each->sha256 == certificate.sha256;
    });
  }
  std::vector<std::shared_ptr<const Bytes>> FindBySubject(BytesView name) const override {
    const Bytes wanted = CanonicalName(name);
    std::vector<std::shared_ptr<const Bytes>> found;
    for (const CertificatePtr& each : certificates_) {
      if (CanonicalName(each->subject.der) != wanted) continue;
      found.push_back(std::make_shared<const Bytes>(each->der));
    }
    return found;
  }

 private:
  std::vector<CertificatePtr> certificates_;
};

struct Scene {
  VerifyOptions options = {};
  std::vector<CertificatePtr> sent, untrusted;
  Store store = {};
};

Scene Read(const uint8_t* data, size_t size) {
  const Pool& pool = ThePool();
  Scene scene;
  scene.options.check_target_name = false;
  const uint8_t flags = size > 0 ? data[0] : 0;
  scene.options.partial_chain = (flags & 1) != 0;
  scene.options.no_check_time = (flags & 2) != 0;
  scene.options.fetch_issuers = (flags & 4) != 0;
  if ((flags & 8) != 0) scene.options.max_depth = flags >> 4;
  scene.sent.push_back(pool.leaves[(size > 1 ? data[1] : 0) % pool.leaves.size()]);
  for (size_t i = 2; i < size && i < 120; ++i) {
    const CertificatePtr& certificate = pool.cas[(data[i] & 63) % pool.cas.size()];
    if (data[i] >> 6 == 3) scene.store.Add(certificate);
    if (data[i] >> 6 == 2) scene.untrusted.push_back(certificate);
    if (data[i] >> 6 < 2) scene.sent.push_back(certificate);
  }
  // The leaf can be trusted, too.
  if (size > 1 && (data[1] & 128) != 0) scene.store.Add(scene.sent[0]);
  return scene;
}

Verification Judge(const Scene& scene) {
  static SignatureCache cache;
  const Target target;
  const TlsFacts tls;
  PeerFacts peer;
  for (const CertificatePtr& each : scene.sent) {
    peer.certificates.push_back(each);
    peer.certificates_der.push_back(each->der);
    peer.parse_errors.emplace_back();
  }
  Verification verification;
  Findings findings;
  std::vector<Need> needs;
  CheckOutput output{verification, findings, needs};
  RunChecks({.options = scene.options,
             .target = target,
             .tls = tls,
             .peer = peer,
             .anchors = &scene.store,
             .now = kNow,
             .untrusted = scene.untrusted,
             .signatures = &cache},
            output);
  return verification;
}

bool Same(const CertificationPath& a, const CertificationPath& b) {
  return std::ranges::equal(a.certificates, b.certificates, {}, &Certificate::sha256,
                            &Certificate::sha256);
}

// Each certified the one before it, and nobody stands there twice.
void RequireConnected(const CertificationPath& path) {
  CheckMemory memory(nullptr, nullptr);
  std::set<std::pair<Bytes, Bytes>> seen;
  for (size_t i = 0; i < path.certificates.size(); ++i) {
    const ChainLink link(path.certificates[i]);
    Require(seen.emplace(link.canonical_subject(), link->spki_sha256).second);
    if (i == 0) continue;
    const ChainLink below(path.certificates[i - 1]);
    Require(LikelyIssued(link, below));
    Require(memory.Verify(below, link) == SignatureVerdict::kGood);
  }
}

void RequireSound(const Scene& scene, const ChainVerification& chain) {
  Require(!chain.paths.empty() && chain.paths.size() <= 64);
  const bool any = std::ranges::any_of(chain.paths, &CertificationPath::anchored);
  size_t chosen = 0;
  // Two of them are enough to look at closely: signatures take their time.
  for (size_t i = 0; i < chain.paths.size(); ++i) {
    const CertificationPath& path = chain.paths[i];
    Require(path.certificates[0]->sha256 == scene.sent[0]->sha256);
    // OpenSSL leaves what it found above a leaf that it trusts in the chain.
    if (path.anchored && !path.chosen) Require(scene.store.Has(*path.certificates.back()));
    if (!path.anchored) Require(!path.errors.empty() && (path.chosen || !any));
    if (path.chosen) Require(++chosen == 1 && path.certificates == chain.built);
    if (!path.chosen && (i < 1 || i + 1 == chain.paths.size())) RequireConnected(path);
    for (size_t j = 0; j < i; ++j) Require(!Same(path, chain.paths[j]));
  }
  Require(chosen == 1);
}

// Whatever one order found by searching, the other has, with the same faults.
void RequireAllIn(const ChainVerification& one, const ChainVerification& other) {
  for (const CertificationPath& path : one.paths) {
    if (path.chosen) continue;
    const auto found = std::ranges::find_if(
        other.paths, [&](const CertificationPath& each) { return Same(each, path); });
    Require(found != other.paths.end() && found->anchored == path.anchored);
    if (path.anchored) Require(found->errors == path.errors);
  }
}

void RequireList(const ChainVerification& chain) {
  const CertificationPath& best = chain.paths.front();
  if (!best.anchored) return;
  const size_t most = std::max<size_t>(best.certificates.size() - 1, 1);
  if (chain.should_send.empty()) {
    // One of those above the leaf is itself what is wrong.
    Require(std::ranges::any_of(best.errors, [most](const VerifyError& error) {
      return error.depth > 0 && static_cast<size_t>(error.depth) < most;
    }));
    return;
  }
  Require(std::ranges::equal(chain.should_send, best.certificates | std::views::take(most)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Scene scene = Read(data, size);
  const Verification first = Judge(scene);
  RequireSound(scene, first.chain);
  RequireList(first.chain);
  Require(first.expiry.has_value());
  std::reverse(scene.sent.begin() + 1, scene.sent.end());
  std::ranges::reverse(scene.untrusted);
  const Verification second = Judge(scene);
  RequireSound(scene, second.chain);
  if (first.chain.paths_cut || second.chain.paths_cut) return 0;
  RequireAllIn(first.chain, second.chain);
  RequireAllIn(second.chain, first.chain);
  return 0;
}
