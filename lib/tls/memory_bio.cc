#include "tlsprobe/tls/memory_bio.h"

#include <algorithm>

namespace tlsprobe {
namespace {

// Below this many bytes a used-up front is kept: moving the rest down each time would make
// reading a large input in small pieces quadratic.
constexpr size_t kCompactAt = 16 * 1024;

void Compact(Bytes& queue, size_t& offset) {
  if (offset == queue.size()) {
    queue.clear();
    offset = 0;
    return;
  }
  if (offset < kCompactAt || offset < queue.size() / 2) return;
  queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(offset));
  offset = 0;
}

MemoryTransport& TransportOf(BIO* bio) { return *static_cast<MemoryTransport*>(BIO_get_data(bio)); }

int BioWrite(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  if (size <= 0) return 0;
  TransportOf(bio).Write(AsBytes({data, static_cast<size_t>(size)}));
  return size;
}

int BioRead(BIO* bio, char* out, int size) {
  BIO_clear_retry_flags(bio);
  if (size <= 0) return 0;
  const size_t got =
      TransportOf(bio).Read({reinterpret_cast<uint8_t*>(out), static_cast<size_t>(size)});
  if (got > 0) return static_cast<int>(got);
  BIO_set_retry_read(bio);
  return -1;
}

long BioControl(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

int BioCreate(BIO* bio) {
  BIO_set_init(bio, 1);
  return 1;
}

constexpr BIO_METHOD kMethod = {
    .type = BIO_TYPE_MEM,
    .name = "tlsprobe memory",
    .bwrite = BioWrite,
    .bread = BioRead,
    .bputs = nullptr,
    .bgets = nullptr,
    .ctrl = BioControl,
    .create = BioCreate,
    .destroy = nullptr,
    .callback_ctrl = nullptr,
};

}  // namespace

bssl::UniquePtr<BIO> MemoryTransport::NewBio() {
  bssl::UniquePtr<BIO> bio(BIO_new(&kMethod));
  if (bio) BIO_set_data(bio.get(), this);
  return bio;
}

void MemoryTransport::Feed(BytesView bytes) {
  Compact(input_, input_offset_);
  input_.insert(input_.end(), bytes.begin(), bytes.end());
}

void MemoryTransport::ConsumeOutput(size_t size) {
  output_offset_ += std::min(size, output_.size() - output_offset_);
  Compact(output_, output_offset_);
}

bool MemoryTransport::hit_read_limit() const {
  return read_limit_.has_value() && bytes_read_ >= *read_limit_ && unread() > 0;
}

size_t MemoryTransport::Read(std::span<uint8_t> out) {
  size_t size = std::min(out.size(), unread());
  if (read_limit_) {
    const uint64_t allowed = *read_limit_ > bytes_read_ ? *read_limit_ - bytes_read_ : 0;
    size = static_cast<size_t>(std::min<uint64_t>(size, allowed));
  }
  std::copy_n(input_.begin() + static_cast<std::ptrdiff_t>(input_offset_), size, out.begin());
  input_offset_ += size;
  bytes_read_ += size;
  if (input_offset_ == input_.size()) Compact(input_, input_offset_);
  return size;
}

void MemoryTransport::Write(BytesView bytes) {
  output_.insert(output_.end(), bytes.begin(), bytes.end());
  bytes_written_ += bytes.size();
}

}  // namespace tlsprobe
