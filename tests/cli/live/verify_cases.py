"""How chains are judged: certificates and CRLs, servers that send them, and options about them."""

CA = """basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""
LEAF = """subjectAltName=DNS:localhost,DNS:*.wild.example,IP:127.0.0.1,email:who@example.org
basicConstraints=CA:false
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""
TWO_POLICIES = """certificatePolicies=1.2.3.6,@notice
[notice]
policyIdentifier=1.2.3.5
CPS.1=http://cps.example/
userNotice.1=@words
[words]
explicitText=UTF8:to whom it may concern
organization=Lab
noticeNumbers=1,2
"""
ODD_NAME = ('/C=CH/O=Läb "x" <y>; z,\\+=/OU=#a+OU= b /L=€𝄞/emailAddress=a@b.example/UID=u'
            "/1.2.3.4=v/serialNumber=5/CN=localhost")
OF_A_PROXY = "proxyCertInfo=critical,language:id-ppl-inheritAll\n"

# As in cases.py; who signs itself is its own signer.
CERTIFICATES = {
    name: (subject, key, extensions, extra, signer)
    for name, signer, subject, key, extensions, extra in [
        ("listing", "root", "/C=CH/O=Lab/CN=Listing CA", "ec:P-256", CA, []),
        ("kept", "listing", "/CN=localhost", "ec:P-256", LEAF, []),
        ("revoked", "listing", "/CN=localhost", "ec:P-256", LEAF, []),
        ("fresh", "listing", "/CN=localhost", "ec:P-256",
         LEAF + "freshestCRL=URI:http://delta.example/\n", []),
        ("odd", "listing", ODD_NAME, "ec:P-256", LEAF, []),
        ("critical", "listing", "/CN=localhost", "ec:P-256",
         LEAF + "1.2.3.4.5=critical,DER:0500\n", []),
        ("proxied", "kept", "/CN=localhost/CN=proxy", "ec:P-256", OF_A_PROXY, []),
        ("mapping", "root", "/C=CH/O=Lab/CN=Mapping CA", "ec:P-256",
         CA + "certificatePolicies=1.2.3.4,1.2.3.5\npolicyMappings=1.2.3.4:1.2.3.6\n", []),
        ("mapped", "mapping", "/CN=localhost", "ec:P-256", LEAF + TWO_POLICIES, []),
        ("any", "root", "/C=CH/O=Lab/CN=Any Policy CA", "ec:P-256",
         CA + "certificatePolicies=anyPolicy\n", []),
        ("below_any", "any", "/CN=localhost", "ec:P-256",
         LEAF + "certificatePolicies=1.2.3.4\n", []),
        ("demanding", "root", "/C=CH/O=Lab/CN=Demanding CA", "ec:P-256",
         CA + "certificatePolicies=1.2.3.4\npolicyConstraints=critical,requireExplicitPolicy:0\n",
         []),
        ("no_policy", "demanding", "/CN=localhost", "ec:P-256", LEAF, []),
        ("weak_ca", "root", "/CN=Weak CA", "rsa:1024", CA, ["-md", "sha1"]),
        ("weak_leaf", "weak_ca", "/CN=localhost", "rsa:1024", LEAF, ["-md", "sha1"]),
        ("root384", "root384", "/CN=Root 384", "ec:P-384", CA, ["-md", "sha384", "-selfsign"]),
        ("leaf384", "root384", "/CN=localhost", "ec:P-384", LEAF, ["-md", "sha384"]),
        ("mixed", "root384", "/CN=localhost", "ec:P-256", LEAF, ["-md", "sha384"]),
        ("root256", "root256", "/CN=Root 256", "ec:P-256", CA, ["-selfsign"]),
        ("leaf256", "root256", "/CN=localhost", "ec:P-256", LEAF, []),
    ]
}

SCOPE = "issuingDistributionPoint=critical,@scope\n[scope]\n"
OLD = ["-crl_lastupdate", "20200101000000Z", "-crl_nextupdate", "20210101000000Z"]
FUTURE = ["-crl_lastupdate", "20990101000000Z", "-crl_nextupdate", "21000101000000Z"]
# OpenSSL may take a delta CRL for a complete one; of two it takes the newer.
OLDER = ["-crl_lastupdate", "20240101000000Z", "-crl_nextupdate", "20490101000000Z"]
NEWER = ["-crl_lastupdate", "20240201000000Z", "-crl_nextupdate", "20490101000000Z"]
# name: (signer, what it lists and why, extensions, arguments of `openssl ca`)
CRLS = {
    "root.crl": ("root", {}, "", []),
    "root_of_listing.crl": ("root", {"listing": "CACompromise"}, "", []),
    "listing.crl": ("listing", {"revoked": "keyCompromise"}, "", []),
    "old.crl": ("listing", {}, "", OLD),
    "future.crl": ("listing", {}, "", FUTURE),
    "critical.crl": ("listing", {}, "1.2.3.4.5=critical,DER:0500\n", []),
    "cas_only.crl": ("listing", {}, SCOPE + "onlyCA=TRUE\n", []),
    "reason.crl": ("listing", {"revoked": "keyCompromise"},
                   SCOPE + "onlysomereasons=keyCompromise\n", []),
    "indirect.crl": ("listing", {"revoked": "keyCompromise"}, SCOPE + "indirectCRL=TRUE\n", []),
    "base.crl": ("listing", {}, "freshestCRL=URI:http://delta.example/\n", NEWER),
    "delta.crl": ("listing", {"fresh": "superseded"}, "2.5.29.27=critical,DER:020101\n", OLDER),
}
BUNDLES = {
    "to_root.pem": ["kept.pem", "listing.pem"],
    "all.pem": ["root.pem", "root.crl", "listing.crl"],
    "ca_revoked.pem": ["root.pem", "root_of_listing.crl", "listing.crl"],
    "reasons.pem": ["root.pem", "root.crl", "reason.crl"],
    "indirect.pem": ["root.pem", "root.crl", "indirect.crl"],
    "deltas.pem": ["root.pem", "root.crl", "base.crl", "delta.crl"],
}

# Options as they are typed; a later -CAfile counts, not the one of the server below.
ANY_CHAIN = """
-x509_strict
-partial_chain -verify_return_error
-crl_check -verify_return_error
-explicit_policy -crl_check -auth_level 5 -verify_hostname nope.example
-auth_level 5 -verify_quiet
-suiteB_128 -brief
"""
# Every option but those of the tables below.
GENERAL = """
-trusted_first
-no_alt_chains -trusted_first
-allow_proxy_certs
-check_ss_sig
-check_ss_sig -partial_chain
-ignore_critical -x509_strict
-attime 1000000000
-attime 4000000000 -crl_check
-attime 4000000000 -no_check_time
-no_check_time -attime 0
-verify_depth 0
-verify_depth 0 -verify_return_error
-verify_depth 0 -partial_chain
-verify_depth 1 -verify 5
-verify 1 -verify_depth 5
-verify 1 -brief
-brief -verify 1
-verify 1 -verify 3
-verify_depth -1
-verify_hostname a.wild.example -verify_ip 127.0.0.1 -verify_email who@example.org
-verify_hostname nope.example -verify_ip 127.0.0.9 -verify_email nobody@example.org
-verify_hostname nope.example -verify_hostname localhost
-verify_hostname .localhost
-verify_hostname localhost. -x509_strict
-verify_ip ::1 -brief
-verify_email WHO@example.org
-verify_email who@EXAMPLE.org -auth_level 4
-verify_email nobody@example.org -verify_return_error -verify_quiet
-verify_hostname nope.example -verify_quiet
-verify_quiet -brief -crl_check
-CAfile listing.pem
-CAfile listing.pem -partial_chain -verify_depth 0
-CAfile kept.pem -partial_chain -x509_strict
"""
PURPOSES = """
-purpose any
-purpose sslclient
-purpose sslserver
-purpose nssslserver
-purpose smimesign
-purpose smimeencrypt -x509_strict
-purpose crlsign -verify_return_error
-purpose ocsphelper
-purpose timestampsign
-verify_name ssl_client
-verify_name ssl_server -crl_check
-verify_name smime_sign -verify_return_error
-verify_name default -purpose sslclient
-purpose sslclient -verify_name ssl_server
"""
LISTS = """
-crl_check
-crl_check -crl_download
-crl_check_all -crl_download -verify_return_error
-CRL listing.crl
-crl_check -CRL listing.crl
-crl_check -CRL listing.crl -CRLform PEM
-crl_check -CRL listing.der -CRLform DER -brief
-crl_check -CRL listing.der -verify_return_error
-crl_check -CRL listing.crl -verify_quiet
-crl_check -CRL root.crl
-crl_check_all -CRL listing.crl
-crl_check -CRL old.crl
-crl_check -CRL old.crl -no_check_time
-crl_check -CRL old.crl -attime 1590000000
-crl_check -CRL old.crl -verify_return_error
-crl_check -CRL future.crl
-crl_check -CRL critical.crl
-crl_check -CRL critical.crl -ignore_critical
-crl_check -CRL cas_only.crl
-crl_check -CRL delta.crl -use_deltas
-crl_check -CRL listing.crl -policy_check -policy_print
-crl_check -CRL listing.crl -CAfile listing.pem -partial_chain
-CAfile all.pem
-CAfile all.pem -crl_check -CRL old.crl
-CAfile all.pem -crl_check -CRL critical.crl
-CAfile all.pem -crl_check -CRL delta.crl
-CAfile all.pem -crl_check_all
-CAfile all.pem -crl_check_all -x509_strict -verify_return_error
-CAfile ca_revoked.pem -crl_check_all
-CAfile ca_revoked.pem -crl_check
-CAfile reasons.pem -crl_check
-CAfile reasons.pem -crl_check_all -extended_crl
-CAfile reasons.pem -crl_check -extended_crl -CRL listing.crl
-CAfile indirect.pem -crl_check_all
-CAfile indirect.pem -crl_check_all -extended_crl -use_deltas
-verifyCAfile all.pem -crl_check_all
"""
KEPT_BY_LISTS = """
-crl_check -CRL listing.crl
-crl_check -CRL listing.crl -brief
-CAfile all.pem -crl_check_all -policy_print
-CAfile all.pem -crl_check -CRL old.crl -verify_return_error
-CAfile ca_revoked.pem -crl_check_all -verify_return_error
-CAfile reasons.pem -crl_check -extended_crl
-CAfile indirect.pem -crl_check -extended_crl
"""
DELTAS = """
-CAfile deltas.pem -crl_check
-CAfile deltas.pem -crl_check -use_deltas
-CAfile deltas.pem -crl_check_all -use_deltas -extended_crl -verify_return_error
-crl_check -use_deltas -CRL base.crl
"""
POLICIES = """
-policy_check
-policy_print
-policy_check -policy_print -inhibit_any -inhibit_map
-policy 1.2.3.4
-policy 1.2.3.6 -policy_print
-policy 1.2.3.5 -policy 1.2.3.4 -policy_print
-policy 1.2.3.4 -explicit_policy
-policy 1.2.3.9 -explicit_policy
-policy 1.2.3.9 -explicit_policy -policy_print -verify_return_error
-policy anyPolicy -explicit_policy -policy_print -brief
-explicit_policy -policy_print -inhibit_map
-explicit_policy -policy_print -inhibit_any
-explicit_policy -policy_print -verify_quiet
-policy_print -crl_check -verify_hostname nope.example
"""
FEW_POLICIES = """
-policy_print
-policy_check -policy_print
-policy 1.2.3.4 -explicit_policy -policy_print
-explicit_policy -inhibit_any -policy_print
-explicit_policy -verify_return_error
"""
NAMES = """
-nameopt oneline
-nameopt RFC2253
-nameopt multiline
-nameopt utf8
-nameopt compat
-nameopt ca_default
-nameopt sep_comma_plus
-nameopt sep_comma_plus,dn_rev,esc_msb
-nameopt sep_comma_plus_space,use_quote,esc_2253,lname
-nameopt sep_semi_plus_space,show_type,oid
-nameopt sep_multiline,align,lname,esc_2254,esc_ctrl
-nameopt oneline,-esc_msb
-nameopt oneline,-utf8,-space_eq,nofname
-nameopt oneline,dump_all,dump_der
-nameopt RFC2253,-dump_unknown,ignore_type
-nameopt RFC2253,dump_nostr
-nameopt oneline -nameopt dn_rev
-nameopt multiline -brief
-nameopt multiline -brief -crl_check
-nameopt RFC2253 -showcerts -verify 3
-nameopt compat -verify_return_error -x509_strict -verify_hostname nope.example
-nameopt multiline -policy_print -policy_check
"""
LEVELS = """
-auth_level 0
-auth_level 1
-auth_level 2
-auth_level 3 -verify_return_error
-auth_level 4 -brief
-auth_level 5
-auth_level 5 -crl_check -verify 1
-auth_level -1
"""
SUITE_B = """
-suiteB_128
-suiteB_128_only
-suiteB_192
-suiteB_192 -suiteB_128_only
-suiteB_128 -verify_return_error
-suiteB_128_only -verify_return_error -x509_strict
-suiteB_192 -auth_level 4
-suiteB_192 -partial_chain -crl_check
"""
PROXIES = """
-allow_proxy_certs
-allow_proxy_certs -x509_strict
-allow_proxy_certs -verify_depth 1
-allow_proxy_certs -crl_check_all -CRL listing.crl
"""
CRITICAL = """
-ignore_critical
-ignore_critical -x509_strict -verify_return_error
"""

# (name, certificate, those sent behind it, those trusted, options)
SERVERS = [
    ("a good chain", "kept", "listing", "root", ANY_CHAIN + GENERAL + LEVELS + KEPT_BY_LISTS),
    ("a client's certificate", "client_only", None, "root", PURPOSES),
    ("a revoked leaf", "revoked", "listing", "root", LISTS),
    ("revoked by a delta", "fresh", "listing", "root", DELTAS),
    ("policies", "mapped", "mapping", "root", ANY_CHAIN + POLICIES),
    ("any policy", "below_any", "any", "root", FEW_POLICIES),
    ("a policy demanded", "no_policy", "demanding", "root", ANY_CHAIN + FEW_POLICIES),
    ("an odd name", "odd", "listing", "root", NAMES),
    ("weak keys", "weak_leaf", "weak_ca", "root", ANY_CHAIN + LEVELS + SUITE_B),
    ("P-384", "leaf384", None, "root384", ANY_CHAIN + SUITE_B),
    ("P-256 below P-384", "mixed", None, "root384", SUITE_B),
    ("P-256", "leaf256", None, "root256", SUITE_B),
    ("no intermediate", "revoked", None, "root", ANY_CHAIN + KEPT_BY_LISTS + "-suiteB_192\n"),
    ("a proxy certificate", "proxied", "to_root", "root", ANY_CHAIN + PROXIES),
    ("a critical extension", "critical", "listing", "root", ANY_CHAIN + CRITICAL),
]


def rows(files):
    """(name, certificate, arguments of s_server, options of s_client) for each server."""

    def typed(line):
        return [files(w) if w.endswith((".pem", ".crl", ".der")) else w for w in line.split()]

    for name, certificate, sent, trusted, options in SERVERS:
        arguments = ["-cert_chain", sent + ".pem"] if sent else []
        trust = ["-CAfile", files(trusted + ".pem")]
        yield name, certificate, arguments, [trust + typed(o) for o in options.split("\n") if o]
