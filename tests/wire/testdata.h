// The certificates of testdata/, which testdata/make.py made.
#ifndef TLSPROBE_TESTS_WIRE_TESTDATA_H_
#define TLSPROBE_TESTS_WIRE_TESTDATA_H_

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/base64.h"
#include "tlsprobe/wire/certificate.h"

namespace tlsprobe {

inline std::string ReadTestdata(std::string_view name) {
  std::ifstream file("tests/wire/testdata/" + std::string(name), std::ios::binary);
  REQUIRE(file.good());
  return {std::istreambuf_iterator<char>(file), {}};
}

// All PEM blocks of a file, decoded.
inline std::vector<Bytes> TestdataBlocks(std::string_view name) {
  const auto blocks = ParsePem(ReadTestdata(name));
  REQUIRE(blocks.ok());
  std::vector<Bytes> bodies;
  for (const PemBlock& block : *blocks) bodies.push_back(block.body);
  return bodies;
}

inline CertificatePtr TestdataCertificate(std::string_view name) {
  const std::vector<Bytes> blocks = TestdataBlocks(name);
  REQUIRE(blocks.size() == 1);
  auto certificate = ParseCertificate(blocks[0]);
  REQUIRE(certificate.ok());
  return *certificate;
}

// One of odd.pems, where a line with the name stands before each block.
inline Bytes OddDer(std::string_view name) {
  const std::string text = ReadTestdata("odd.pems");
  const size_t at = text.find("\n" + std::string(name) + "\n");
  const size_t start = text.starts_with(std::string(name) + "\n") ? 0 : at;
  REQUIRE(start != std::string::npos);
  const size_t end = text.find("-----END CERTIFICATE-----\n", start);
  const auto blocks = ParsePem(std::string_view(text).substr(start, end + 26 - start));
  REQUIRE(blocks.ok());
  REQUIRE(blocks->size() == 1);
  return (*blocks)[0].body;
}

inline CertificatePtr OddCertificate(std::string_view name) {
  auto certificate = ParseCertificate(OddDer(name));
  REQUIRE(certificate.ok());
  return *certificate;
}

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_WIRE_TESTDATA_H_
