#include "tlsprobe/wire/oid.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "tests/wire/testdata.h"
#include "tlsprobe/base/hex.h"

using namespace tlsprobe;

TEST_CASE("object identifiers are written in dots") {
  struct Case {
    std::string_view hex;
    std::string_view dotted;
  };
  const auto [hex, dotted] =
      GENERATE(Case{"550403", "2.5.4.3"}, Case{"2a864886f70d01010b", "1.2.840.113549.1.1.11"},
               Case{"00", "0.0"}, Case{"27", "0.39"}, Case{"28", "1.0"}, Case{"4f", "1.39"},
               Case{"50", "2.0"}, Case{"883703", "2.999.3"},
               Case{"698180808080808080807f", "2.25.9223372036854775935"},
               Case{"6983ffffffffffffffffffffffffffffffffff7f",
                    "2.25.340282366920938463463374607431768211455"});
  CHECK(DottedOid(FromHex(hex).value()) == dotted);
}

TEST_CASE("what is no object identifier gives no text") {
  const std::string_view hex = GENERATE(as<std::string_view>{}, "", "80", "8001", "5504ff",
                                        "558001", "6984808080808080808080808080808080808000");
  CAPTURE(hex);
  CHECK(DottedOid(FromHex(hex).value()).empty());
}

TEST_CASE("names are those of OpenSSL 3.0") {
  struct Case {
    std::string_view dotted;
    std::string_view short_name;
    std::string_view long_name;
  };
  const auto [dotted, short_name, long_name] =
      GENERATE(Case{"2.5.4.3", "CN", "commonName"},
               Case{"1.2.840.113549.1.1.11", "RSA-SHA256", "sha256WithRSAEncryption"},
               Case{"1.2.840.113549.1.1.1", "rsaEncryption", "rsaEncryption"},
               Case{"1.2.840.10045.2.1", "id-ecPublicKey", "id-ecPublicKey"},
               Case{"1.3.101.112", "ED25519", "ED25519"}, Case{"1.3.101.113", "ED448", "ED448"},
               Case{"1.2.840.10045.3.1.7", "prime256v1", "prime256v1"},
               Case{"1.3.6.1.5.5.7.3.1", "serverAuth", "TLS Web Server Authentication"},
               Case{"1.3.6.1.5.5.7.1.24", "tlsfeature", "TLS Feature"},
               Case{"1.3.6.1.4.1.11129.2.4.2", "ct_precert_scts", "CT Precertificate SCTs"},
               Case{"1.3.6.1.4.1.311.20.2.3", "msUPN", "Microsoft User Principal Name"},
               Case{"1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC", "jurisdictionCountryName"},
               Case{"2.5.4.97", "organizationIdentifier", "organizationIdentifier"},
               Case{"2.5.29.17", "subjectAltName", "X509v3 Subject Alternative Name"},
               Case{"2.5.29.20", "crlNumber", "X509v3 CRL Number"},
               Case{"2.5.29.21", "CRLReason", "X509v3 CRL Reason Code"},
               Case{"2.5.29.23", "holdInstructionCode", "Hold Instruction Code"},
               Case{"2.5.29.24", "invalidityDate", "Invalidity Date"},
               Case{"2.5.29.27", "deltaCRL", "X509v3 Delta CRL Indicator"},
               Case{"2.5.29.28", "issuingDistributionPoint", "X509v3 Issuing Distribution Point"},
               Case{"2.5.29.29", "certificateIssuer", "X509v3 Certificate Issuer"},
               Case{"2.5.29.31", "crlDistributionPoints", "X509v3 CRL Distribution Points"},
               Case{"2.5.29.32", "certificatePolicies", "X509v3 Certificate Policies"},
               Case{"2.5.29.32.0", "anyPolicy", "X509v3 Any Policy"},
               Case{"2.5.29.33", "policyMappings", "X509v3 Policy Mappings"},
               Case{"2.5.29.36", "policyConstraints", "X509v3 Policy Constraints"},
               Case{"2.5.29.46", "freshestCRL", "X509v3 Freshest CRL"},
               Case{"2.5.29.54", "inhibitAnyPolicy", "X509v3 Inhibit Any Policy"},
               Case{"1.3.6.1.5.5.7.2.1", "id-qt-cps", "Policy Qualifier CPS"},
               Case{"1.3.6.1.5.5.7.2.2", "id-qt-unotice", "Policy Qualifier User Notice"},
               Case{"1.3.6.1.4.1.99999.1", "1.3.6.1.4.1.99999.1", "1.3.6.1.4.1.99999.1"},
               Case{"not an oid", "not an oid", "not an oid"}, Case{"", "", ""});
  CAPTURE(dotted);
  CHECK(OidShortName(dotted) == short_name);
  CHECK(OidLongName(dotted) == long_name);
}

TEST_CASE("curves have OpenSSL's names") {
  CHECK(EcCurveName("1.3.132.0.34") == "secp384r1");
  CHECK(EcCurveName("1.3.36.3.3.2.8.1.1.9") == "brainpoolP320r1");
  CHECK(EcCurveName("1.2.3") == "1.2.3");
}

TEST_CASE("signature algorithms have the strength OpenSSL 3.0 gives them") {
  struct Case {
    std::string_view oid;
    std::string_view digest;
    std::string_view key;
    int bits;
  };
  const auto [oid, digest, key, bits] =
      GENERATE(Case{"1.2.840.113549.1.1.4", "MD5", "RSA", 39},
               Case{"1.2.840.113549.1.1.5", "SHA1", "RSA", 63},
               Case{"1.2.840.113549.1.1.11", "SHA256", "RSA", 128},
               Case{"1.2.840.10045.4.3.3", "SHA384", "ECDSA", 192},
               Case{"1.3.101.112", "", "Ed25519", 128}, Case{"1.3.101.113", "", "Ed448", 224},
               Case{"2.16.840.1.101.3.4.3.2", "SHA256", "DSA", 128}, Case{"1.2.3", "", "", -1});
  CAPTURE(oid);
  const SignatureInfo info = DescribeSignature({.oid = std::string(oid)});
  CHECK(info.digest == digest);
  CHECK(info.key == key);
  CHECK(info.security_bits == bits);
}

TEST_CASE("an RSA-PSS signature is described by its parameters") {
  const SignatureInfo info =
      DescribeSignature(TestdataCertificate("pss_signed.pem")->signature_algorithm);
  CHECK(info.key == "RSA-PSS");
  CHECK(info.digest == "SHA384");
  CHECK(info.security_bits == 192);

  struct Case {
    std::string_view parameters;
    std::string_view digest;
    int bits;
  };
  const auto [parameters, digest, bits] =
      GENERATE(Case{"3000", "SHA1", 64}, Case{"", "", -1}, Case{"0500", "", -1},
               Case{"3005a303020102", "", -1},          // trailer 2
               Case{"3007a2050203ffffff", "", -1},      // negative salt length
               Case{"3009a00730050603550403", "", -1},  // a hash that is none
               Case{"300fa00d300b0609608648016503040203", "SHA512", 256},
               Case{"300fa00d300b060960864801650304020300", "", -1});  // a byte too many
  CAPTURE(parameters);
  const SignatureInfo made = DescribeSignature(
      {.oid = "1.2.840.113549.1.1.10", .parameters = FromHex(parameters).value()});
  CHECK(made.digest == digest);
  CHECK(made.security_bits == bits);
}

TEST_CASE("RSA keys have the strength OpenSSL 3.0 gives them") {
  struct Case {
    int bits;
    int security_bits;
  };
  // 1962, 3074 and 6945 are where OpenSSL's fixed point rounds the other way than the formula.
  const auto [bits, security_bits] =
      GENERATE(Case{0, 0}, Case{7, 0}, Case{512, 56}, Case{1023, 80}, Case{1024, 80},
               Case{1536, 96}, Case{1962, 104}, Case{2047, 112}, Case{2048, 112}, Case{3000, 128},
               Case{3072, 128}, Case{3074, 128}, Case{4096, 152}, Case{6945, 184}, Case{8192, 200},
               Case{16384, 272}, Case{700000, 1200});
  CAPTURE(bits);
  CHECK(KeySecurityBits({.type = KeyType::kRsa, .bits = bits}) == security_bits);
  CHECK(KeySecurityBits({.type = KeyType::kRsaPss, .bits = bits}) == security_bits);
}

TEST_CASE("other keys have the strength OpenSSL 3.0 gives them") {
  const auto ec = [](int bits) { return KeySecurityBits({.type = KeyType::kEc, .bits = bits}); };
  CHECK(ec(521) == 256);
  CHECK(ec(384) == 192);
  CHECK(ec(256) == 128);
  CHECK(ec(224) == 112);
  CHECK(ec(163) == 80);
  CHECK(ec(112) == 56);
  CHECK(KeySecurityBits({.type = KeyType::kEd25519}) == 128);
  CHECK(KeySecurityBits({.type = KeyType::kEd448}) == 224);
  CHECK(KeySecurityBits({.type = KeyType::kDsa, .bits = 1024}) == 80);
  CHECK(KeySecurityBits(TestdataCertificate("dsa.pem")->public_key) == 112);
  CHECK(KeySecurityBits({.type = KeyType::kDh, .bits = 3072}) == 128);
  CHECK(KeySecurityBits({}) == 0);
}

TEST_CASE("key types have names") {
  CHECK(KeyTypeName(KeyType::kRsa) == "RSA");
  CHECK(KeyTypeName(KeyType::kRsaPss) == "RSA-PSS");
  CHECK(KeyTypeName(KeyType::kEc) == "EC");
  CHECK(KeyTypeName(KeyType::kEd25519) == "Ed25519");
  CHECK(KeyTypeName(KeyType::kUnknown) == "unknown");
}
