// Which test is for which source: the one of the same name, or one that stands here, or one that
// includes its header.
#ifndef TLSPROBE_TESTS_RULES_COVERAGE_H_
#define TLSPROBE_TESTS_RULES_COVERAGE_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tlsprobe {

struct CoveredBy {
  std::string_view source;  // without the folders above: "tls/suite_order"
  std::string_view test;
};

inline constexpr CoveredBy kCoveredBy[] = {
    {"base/address_blocks", "driver/address_rules_test"},
    {"check/auth_level", "check/differential_test"},
    {"check/chain_findings", "check/chain_test"},
    {"check/chain_fitness_words", "check/chain_test"},
    {"check/chain_link", "check/differential_test"},
    {"check/chain_policy_words", "check/policies_test"},
    {"check/chain_trust_words", "check/chain_test"},
    {"check/constrained_names", "check/name_constraints_test"},
    {"check/crl_facts", "check/revocation_test"},
    {"check/crl_memory", "check/revocation_test"},
    {"check/crl_needs", "check/revocation_test"},
    {"check/crl_path", "check/revocation_test"},
    {"check/crl_times", "check/revocation_test"},
    {"check/crl_words", "check/revocation_test"},
    {"check/deprecated_version", "check/findings_test"},
    {"check/extensions", "check/differential_test"},
    {"check/memory", "check/signature_cache_test"},
    {"check/missing_sent", "check/should_send_test"},
    {"check/names", "check/findings_test"},
    {"check/path_builder", "check/differential_test"},
    {"check/path_findings", "check/all_paths_test"},
    {"check/path_order", "check/all_paths_test"},
    {"check/policy_nodes", "check/policy_tree_test"},
    {"check/policy_sets", "check/policy_tree_test"},
    {"check/purpose", "check/differential_test"},
    {"check/references", "check/findings_test"},
    {"check/renegotiation", "check/findings_test"},
    {"check/sent_chain", "check/findings_test"},
    {"check/signatures", "check/differential_test"},
    {"check/validity", "check/findings_test"},
    {"check/web_pki_algorithms", "check/web_pki_test"},
    {"check/web_pki_basics", "check/web_pki_test"},
    {"check/web_pki_extensions", "check/web_pki_test"},
    {"check/web_pki_names", "check/web_pki_test"},
    {"check/web_pki_subject", "check/web_pki_test"},
    {"check/web_pki_usage", "check/web_pki_test"},
    {"check/words", "check/chain_test"},
    {"dialogue/dialogue", "dialogue/transcripts_test"},
    {"dialogue/ftp", "dialogue/transcripts_test"},
    {"dialogue/http_connect", "dialogue/transcripts_test"},
    {"dialogue/imap", "dialogue/transcripts_test"},
    {"dialogue/irc", "dialogue/transcripts_test"},
    {"dialogue/ldap", "dialogue/transcripts_test"},
    {"dialogue/literal", "dialogue/transcripts_test"},
    {"dialogue/mssql", "dialogue/transcripts_test"},
    {"dialogue/mysql", "dialogue/transcripts_test"},
    {"dialogue/nntp", "dialogue/transcripts_test"},
    {"dialogue/pop3", "dialogue/transcripts_test"},
    {"dialogue/postgres", "dialogue/transcripts_test"},
    {"dialogue/rdp", "dialogue/transcripts_test"},
    {"dialogue/reply", "dialogue/transcripts_test"},
    {"dialogue/sieve", "dialogue/transcripts_test"},
    {"dialogue/smtp", "dialogue/transcripts_test"},
    {"dialogue/socks", "dialogue/transcripts_test"},
    {"dialogue/table", "dialogue/transcripts_test"},
    {"dialogue/telnet", "dialogue/transcripts_test"},
    {"dialogue/xmpp", "dialogue/transcripts_test"},
    {"driver/bundle", "driver/trust_store_test"},
    {"driver/certificate_fields", "driver/certificate_maker_test"},
    {"driver/clock", "driver/probe_test"},
    {"driver/connection", "driver/probe_test"},
    {"driver/made_key", "driver/certificate_maker_test"},
    {"driver/made_signature", "driver/certificate_maker_test"},
    {"driver/trusted_certificate", "driver/trust_store_test"},
    {"render/brief", "render/golden_test"},
    {"render/general_names", "render/golden_test"},
    {"render/json_certificate", "render/json_test"},
    {"render/json_revocation", "render/json_test"},
    {"render/json_tls", "render/json_test"},
    {"render/json_verification", "render/json_test"},
    {"render/native_certificates", "render/native_test"},
    {"render/native_chain", "render/native_test"},
    {"render/native_connection", "render/native_test"},
    {"render/native_dialogue", "render/native_test"},
    {"render/native_paths", "render/native_test"},
    {"render/native_revocation", "render/native_test"},
    {"render/native_troubles", "render/native_test"},
    {"render/sclient_certificates", "render/golden_test"},
    {"render/sclient_handshake", "render/golden_test"},
    {"render/sclient_report", "render/golden_test"},
    {"render/sclient_session", "render/golden_test"},
    {"session/dialogue_outcomes", "session/session_layers_test"},
    {"session/route", "session/session_layers_test"},
    {"session/session_events", "session/probe_session_test"},
    {"session/session_impl", "session/probe_session_test"},
    {"session/session_judging", "session/fetch_test"},
    {"session/session_report", "session/probe_session_test"},
    {"session/session_stages", "session/probe_session_test"},
    {"tls/boring_callbacks", "tls/boring_engine_test"},
    {"tls/boring_context", "tls/boring_engine_test"},
    {"tls/boring_engine_facts", "tls/boring_engine_test"},
    {"tls/ciphersuites", "tls/cipher_suites_test"},
    {"tls/handshake_progress", "tls/boring_engine_failure_test"},
    {"tls/library_version", "tls/cipher_suites_test"},
    {"tls/message_facts", "tls/boring_engine_test"},
    {"tls/private_key", "tls/client_credential_test"},
    {"tls/reason_table", "tls/boring_engine_failure_test"},
    {"tls/suite_messages", "tls/cipher_suites_test"},
    {"tls/suite_order", "tls/cipher_string_test"},
    {"wire/authority_key_id", "wire/certificate_extensions_test"},
    {"wire/certificate_time", "wire/certificate_test"},
    {"wire/crl_entries", "wire/crl_test"},
    {"wire/crl_extensions", "wire/crl_test"},
    {"wire/ec_curves", "wire/oid_test"},
    {"wire/general_name", "wire/certificate_extensions_test"},
    {"wire/key_strength", "wire/oid_test"},
    {"wire/name_canonical", "wire/name_test"},
    {"wire/name_options", "wire/name_format_test"},
    {"wire/name_render", "wire/name_test"},
    {"wire/name_text", "wire/name_test"},
    {"wire/name_value", "wire/name_format_test"},
    {"wire/oid_table", "wire/oid_test"},
    {"wire/public_key", "wire/certificate_test"},
    {"wire/signature_info", "wire/oid_test"},
    {"wire/signed_reader", "wire/certificate_test"},
};

struct TestFile {
  std::string name = {};  // "tls/groups_test"
  std::string text = {};
};

// What of `sources` ("tls/groups", …) no test is for, and rows of the table that are of no use.
std::vector<std::string> Untested(std::span<const std::string> sources,
                                  std::span<const TestFile> tests,
                                  std::span<const CoveredBy> table);

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_RULES_COVERAGE_H_
