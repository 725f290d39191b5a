// Options of s_client (any version) that this program does not have: unknown to the parser, absent
// from -help, and answered with a reason. Giving one a row elsewhere means taking it from here.
#include "cli/option.h"

namespace tlsprobe::cli {
namespace {

constexpr std::string_view kNoDatagrams = "only TLS over a byte stream is spoken";
constexpr std::string_view kNoSsl3 = "the TLS library does not speak SSLv3";
constexpr std::string_view kNoEngines =
    "OpenSSL engines, providers and stores cannot be loaded into another TLS library";
constexpr std::string_view kNoRevocation = "OCSP answers are not judged yet";
constexpr std::string_view kNoTransparency = "signed certificate timestamps are not judged yet";
constexpr std::string_view kNoDane = "DANE is not judged yet";
constexpr std::string_view kNoTracing = "messages and states are not shown yet";
constexpr std::string_view kNoSessions = "sessions are not kept, resumed or given early data yet";
constexpr std::string_view kNoSharedKeys = "pre-shared keys are not used yet";
constexpr std::string_view kNoSrp = "the TLS library does not speak SRP";
constexpr std::string_view kNoSecondIdentity = "only one client certificate can be given yet";
constexpr std::string_view kNoRawKeys = "raw public keys are not spoken yet";
constexpr std::string_view kNoHello = "this part of the ClientHello cannot be changed yet";
constexpr std::string_view kNoEch = "Encrypted Client Hello is not spoken yet";
constexpr std::string_view kNoRenegotiation = "the rules of renegotiation cannot be changed yet";
constexpr std::string_view kNoExporter = "keying material is not exported yet";
constexpr std::string_view kNoOther = "it is not there yet";

constexpr MissingOption kMissing[] = {
    {"dtls", kNoDatagrams},
    {"dtls1", kNoDatagrams},
    {"dtls1_2", kNoDatagrams},
    {"mtu", kNoDatagrams},
    {"timeout", kNoDatagrams},
    {"sctp", kNoDatagrams},
    {"sctp_label_bug", kNoDatagrams},
    {"quic", kNoDatagrams},
    {"use_srtp", kNoDatagrams},
    {"ssl3", kNoSsl3},
    {"engine", kNoEngines},
    {"ssl_client_engine", kNoEngines},
    {"provider", kNoEngines},
    {"provider-path", kNoEngines},
    {"provparam", kNoEngines},
    {"propquery", kNoEngines},
    {"ssl_config", kNoEngines},
    {"CAstore", kNoEngines},
    {"no-CAstore", kNoEngines},
    {"chainCAstore", kNoEngines},
    {"verifyCAstore", kNoEngines},
    {"async", kNoEngines},
    {"ocsp_check_leaf", kNoRevocation},
    {"ocsp_check_all", kNoRevocation},
    {"ct", kNoTransparency},
    {"noct", kNoTransparency},
    {"ctlogfile", kNoTransparency},
    {"dane_tlsa_domain", kNoDane},
    {"dane_tlsa_rrdata", kNoDane},
    {"dane_ee_no_namechecks", kNoDane},
    {"debug", kNoTracing},
    {"msg", kNoTracing},
    {"msgfile", kNoTracing},
    {"security_debug", kNoTracing},
    {"security_debug_verbose", kNoTracing},
    {"state", kNoTracing},
    {"tlsextdebug", kNoTracing},
    {"trace", kNoTracing},
    {"nbio", kNoTracing},
    {"nbio_test", kNoTracing},
    {"reconnect", kNoSessions},
    {"sess_in", kNoSessions},
    {"sess_out", kNoSessions},
    {"early_data", kNoSessions},
    {"allow_no_dhe_kex", kNoSessions},
    {"prefer_no_dhe_kex", kNoSessions},
    {"no_resumption_on_reneg", kNoSessions},
    {"psk", kNoSharedKeys},
    {"psk_identity", kNoSharedKeys},
    {"psk_session", kNoSharedKeys},
    {"srpuser", kNoSrp},
    {"srppass", kNoSrp},
    {"srp_lateuser", kNoSrp},
    {"srp_moregroups", kNoSrp},
    {"srp_strength", kNoSrp},
    {"xcert", kNoSecondIdentity},
    {"xcertform", kNoSecondIdentity},
    {"xchain", kNoSecondIdentity},
    {"xchain_build", kNoSecondIdentity},
    {"xkey", kNoSecondIdentity},
    {"xkeyform", kNoSecondIdentity},
    {"build_chain", kNoSecondIdentity},
    {"chainCAfile", kNoSecondIdentity},
    {"chainCApath", kNoSecondIdentity},
    {"enable_pha", kNoSecondIdentity},
    {"enable_server_rpk", kNoRawKeys},
    {"enable_client_rpk", kNoRawKeys},
    {"expected-rpks", kNoRawKeys},
    {"maxfraglen", kNoHello},
    {"nextprotoneg", kNoHello},
    {"no_ems", kNoHello},
    {"no_etm", kNoHello},
    {"no_middlebox", kNoHello},
    {"no_rx_cert_comp", kNoHello},
    {"no_tx_cert_comp", kNoHello},
    {"prioritize_chacha", kNoHello},
    {"record_padding", kNoHello},
    {"requestCAfile", kNoHello},
    {"serverinfo", kNoHello},
    {"grease", kNoHello},
    {"comp", kNoHello},
    {"ech_config_list", kNoEch},
    {"ech_grease", kNoEch},
    {"ech_grease_suite", kNoEch},
    {"ech_grease_type", kNoEch},
    {"ech_ignore_cid", kNoEch},
    {"ech_no_outer_sni", kNoEch},
    {"ech_outer_alpn", kNoEch},
    {"ech_outer_sni", kNoEch},
    {"ech_select", kNoEch},
    {"client_renegotiation", kNoRenegotiation},
    {"legacy_renegotiation", kNoRenegotiation},
    {"no_renegotiation", kNoRenegotiation},
    {"keymatexport", kNoExporter},
    {"keymatexportlen", kNoExporter},
    {"adv", kNoOther},
    {"debug_broken_protocol", kNoOther},
    {"ignore_unexpected_eof", kNoOther},
    {"ktls", kNoOther},
    {"named_curve", kNoOther},
    {"strict", kNoOther},
    {"tfo", kNoOther},
    {"wdebug", kNoOther},
    {"writerand", kNoOther},
};

}  // namespace

std::span<const MissingOption> MissingOptions() { return kMissing; }

}  // namespace tlsprobe::cli
