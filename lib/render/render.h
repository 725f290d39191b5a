// Text out of reports and events: pure functions in two tables. Nothing here prints.
#ifndef TLSPROBE_RENDER_RENDER_H_
#define TLSPROBE_RENDER_RENDER_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tlsprobe/base/time.h"
#include "tlsprobe/model/event.h"
#include "tlsprobe/model/finding.h"
#include "tlsprobe/model/probe_report.h"
#include "tlsprobe/wire/name_format.h"

namespace tlsprobe {

enum class Stream : uint8_t { kStdout, kStderr, kKeyLog };

// A piece of output and where it goes.
struct TextPart {
  Stream stream = Stream::kStdout;
  std::string bytes = {};
};
using Text = std::vector<TextPart>;

// Which program the s_client dialect speaks as.
enum class Profile : uint8_t { k110, k30, k35 };

// How to show; nothing here changes what was measured.
struct RenderOptions {
  Profile profile = Profile::k30;
  bool color = false;  // ANSI colours (native)
  // Findings from this severity on make the verdict (native, JSON).
  Severity fail_on = Severity::kError;
  bool showcerts = false;  // PEM of every certificate
  bool quiet = false;      // dialect: application data alone
  bool brief = false;
  bool prexit = false;
  bool verify_quiet = false;
  bool status = false;                 // -status was given: show the staple
  bool verify_given = false;           // -verify was given
  int verify_depth = 0;                // its argument
  std::vector<int> verify_notes = {};  // the depths to tell of, as each -verify was read
  bool verify_return_error = false;    // an error of verification ends the handshake
  // The highest version offered: what the dialect names where no ServerHello came.
  uint16_t highest_version = 0x0304;
  // -nameopt: how names are written; nullopt: as the profile does.
  std::optional<NameFormat> name_format = {};
  bool noservername = false;  // -noservername was given: no word about the missing name
  int socket_number = 3;      // CONNECTED(0000000n)
};

// A whole report as text.
struct ReportRenderer {
  std::string_view name = {};  // "json", "native", "brief"
  std::string_view help = {};
  Text (*render)(const ProbeReport& report, const RenderOptions& options) = nullptr;
};
std::span<const ReportRenderer> ReportRenderers();
// Null for a name no row has.
const ReportRenderer* FindReportRenderer(std::string_view name);

// Events as they come, each with the report so far. One object serves one session.
class EventRenderer {
 public:
  virtual ~EventRenderer() = default;
  virtual Text OnEvent(const Event& event, const ProbeReport& report) = 0;
  // After ClosedEvent, or where the probe never opened a transport. `user_quit`: the session was
  // ended by Q or by the end of standard input.
  virtual Text Finish(const ProbeReport& report, bool user_quit) = 0;
};
struct EventRendererRow {
  std::string_view name = {};  // "s_client", "s_client-brief"
  std::unique_ptr<EventRenderer> (*make)(const RenderOptions& options) = nullptr;
};
std::span<const EventRendererRow> EventRenderers();
// Null for a name no row has.
std::unique_ptr<EventRenderer> NewEventRenderer(std::string_view name,
                                                const RenderOptions& options);

}  // namespace tlsprobe

#endif  // TLSPROBE_RENDER_RENDER_H_
