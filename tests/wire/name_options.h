// Lists for -nameopt: every preset, and every option somewhere.
#ifndef TLSPROBE_TESTS_WIRE_NAME_OPTIONS_H_
#define TLSPROBE_TESTS_WIRE_NAME_OPTIONS_H_

#include <string_view>

namespace tlsprobe {

inline constexpr std::string_view kNameOptionLists[] = {
    "",
    "compat",
    "RFC2253",
    "oneline",
    "multiline",
    "ca_default",
    "rfc2253,-esc_msb",
    "oneline,-esc_msb,utf8",
    "oneline,-esc_msb,-utf8",
    "oneline,-utf8",
    "oneline,-esc_ctrl",
    "oneline,-esc_2253",
    "oneline,-use_quote",
    "oneline,esc_2254",
    "oneline,-esc_2253,esc_2254",
    "oneline,ignore_type",
    "oneline,ignore_type,-esc_msb",
    "oneline,show_type",
    "oneline,dump_all",
    "oneline,dump_all,-dump_der",
    "oneline,-dump_nostr",
    "oneline,dump_unknown",
    "oneline,dump_unknown,-dump_der,show_type",
    "oneline,sep_semi_plus_space",
    "oneline,sep_comma_plus",
    "oneline,-sep_comma_plus_space",
    "oneline,sep_multiline",
    "oneline,dn_rev",
    "oneline,nofname",
    "oneline,lname",
    "oneline,oid",
    "oneline,align",
    "oneline,lname,align,-space_eq",
    "multiline,sname,dn_rev",
    "multiline,utf8,-esc_msb",
    "multiline,show_type,nofname",
    "RFC2253,+lname,-dn_rev,space_eq",
    "RFC2253,-dump_unknown,oid",
    "esc_2253",
    "esc_2254",
    "esc_ctrl",
    "use_quote,esc_2253,esc_msb",
    "use_quote",
    "utf8",
    "show_type",
    "space_eq",
    "dn_rev,lname",
    " oneline , lname : anything",
    "oneline,,lname",
    "multiline,-multiline",
};

}  // namespace tlsprobe

#endif  // TLSPROBE_TESTS_WIRE_NAME_OPTIONS_H_
