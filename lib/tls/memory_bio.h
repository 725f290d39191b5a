// What libssl reads from and writes to: two byte queues in memory, counted exactly.
#ifndef TLSPROBE_TLS_MEMORY_BIO_H_
#define TLSPROBE_TLS_MEMORY_BIO_H_

#include <openssl/bio.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "tlsprobe/base/bytes.h"

namespace tlsprobe {

// The transport as libssl sees it: reading an empty queue means "try again", writing always
// succeeds. Not thread-safe; not movable, since its BIO points to it.
class MemoryTransport {
 public:
  MemoryTransport() = default;
  MemoryTransport(const MemoryTransport&) = delete;
  MemoryTransport& operator=(const MemoryTransport&) = delete;

  // NewBio gives a BIO over both queues; it must not be used after this transport is gone. Null
  // when memory is out.
  bssl::UniquePtr<BIO> NewBio();

  // Puts bytes from the peer behind those that libssl has not read yet.
  void Feed(BytesView bytes);
  // Bytes fed and not read.
  size_t unread() const { return input_.size() - input_offset_; }

  // What libssl wrote; valid until the next non-const call.
  BytesView output() const { return BytesView(output_).subspan(output_offset_); }
  void ConsumeOutput(size_t size);

  // Bytes libssl has taken and given in all. libssl reads record by record, so the first is
  // exact also where more was fed.
  uint64_t bytes_read() const { return bytes_read_; }
  uint64_t bytes_written() const { return bytes_written_; }

  // While a limit is set, libssl finds the queue empty once it has read that many bytes in all;
  // `hit_read_limit` then says that bytes were held back.
  void set_read_limit(std::optional<uint64_t> limit) { read_limit_ = limit; }
  bool hit_read_limit() const;

  // For the BIO's methods.
  size_t Read(std::span<uint8_t> out);
  void Write(BytesView bytes);

 private:
  Bytes input_ = {};
  size_t input_offset_ = 0;
  Bytes output_ = {};
  size_t output_offset_ = 0;
  uint64_t bytes_read_ = 0;
  uint64_t bytes_written_ = 0;
  std::optional<uint64_t> read_limit_ = {};
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TLS_MEMORY_BIO_H_
