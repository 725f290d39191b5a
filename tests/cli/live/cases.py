"""The servers and options that the live comparison pairs."""

import dataclasses
import os
import socket
import ssl
import subprocess
import time

import client_run
import verify_cases


@dataclasses.dataclass
class Server:
    name: str
    command: list = dataclasses.field(default_factory=list)
    script: object = None
    # The server's first flight has the same size for both programs.
    exact_bytes: bool = False
    # Says nothing behind the handshake: nobody need wait for it before the input ends.
    at_once: bool = False


@dataclasses.dataclass
class Pair:
    options: list
    input: bytes = b""
    exact_bytes: bool = False
    at_once: bool = False

    def names_its_target(self):
        return any("PORT" in word or word in ("-connect", "-unix") for word in self.options)


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


# What `openssl ca` needs to sign with dates of our choosing, and for CRLs.
CA_CONFIG = """[ca]
default_ca = lab
[lab]
new_certs_dir = {folder}
database = {folder}/index
serial = {folder}/serial
crlnumber = {folder}/number
policy = any
unique_subject = no
[any]
commonName = supplied
[more]
{extensions}"""

# name: (subject, key, extensions, arguments of `openssl ca`, signer)
LEAF = "subjectAltName=DNS:localhost,DNS:*.wild.example,IP:127.0.0.1,email:who@example.org\nbasicConstraints=CA:false\n"
CERTIFICATES = {
    "inter": ("/C=CH/O=Lab/CN=Lab Intermediate", "rsa:2048", "basicConstraints=critical,CA:true\n", [], "root"),
    "rsa": ("/CN=localhost", "rsa:2048", LEAF, [], "root"),
    "below": ("/C=CH/O=Läb/OU=a+OU=b, c/CN=localhost", "rsa:2048", LEAF, [], "inter"),
    "ec": ("/CN=localhost", "ec:P-256", LEAF, [], "root"),
    "ec384": ("/CN=localhost", "ec:P-384", LEAF, [], "root"),
    "ed": ("/CN=localhost", "ed25519", LEAF, [], "root"),
    "weak": ("/CN=localhost", "rsa:1024", LEAF, [], "root"),
    "sha1": ("/CN=localhost", "rsa:2048", LEAF, ["-md", "sha1"], "root"),
    "expired": ("/CN=localhost", "rsa:2048", LEAF, ["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"], "root"),
    "future": ("/CN=localhost", "rsa:2048", LEAF,
               ["-startdate", "20990101000000Z", "-enddate", "21000101000000Z"], "root"),
    "client_only": ("/CN=localhost", "rsa:2048", LEAF + "extendedKeyUsage=clientAuth\n", [], "root"),
    "no_names": ("/CN=localhost", "rsa:2048", "basicConstraints=CA:false\n", [], "root"),
    "client": ("/CN=client", "rsa:2048", "basicConstraints=CA:false\n", [], "root"),
}


def new_key(kind, path):
    algorithm, _, size = kind.partition(":")
    option = {"rsa": "rsa_keygen_bits", "ec": "ec_paramgen_curve"}.get(algorithm)
    extra = ["-pkeyopt", f"{option}:{size}"] if option else []
    openssl("genpkey", "-algorithm", algorithm, "-out", path, *extra)


def read(path):
    with open(path, encoding="ascii") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def sign(path, signer, extensions, *arguments):
    write(path("ca.conf"), CA_CONFIG.format(folder=path(""), extensions=extensions))
    openssl("ca", "-config", path("ca.conf"), "-cert", path(signer + ".pem"),
            "-keyfile", path(signer + ".key"), *arguments)


def index_row(certificate, reason):
    """The line of a revoked certificate in the database of `openssl ca`."""
    said = subprocess.run(["openssl", "x509", "-noout", "-serial", "-in", certificate],
                          capture_output=True, check=True, text=True).stdout
    serial = said.strip().removeprefix("serial=")
    return f"R\t491231235959Z\t250101000000Z,{reason}\t{serial}\tunknown\t/CN=revoked\n"


def make_files(folder):
    """Keys and certificates; returns a function from a file's name to its path."""

    def path(name):
        return os.path.join(folder, name)

    write(path("index"), "")
    write(path("number"), "01\n")
    new_key("rsa:2048", path("root.key"))
    openssl("req", "-x509", "-key", path("root.key"), "-out", path("root.pem"), "-days", "3650",
            "-subj", "/C=CH/O=Lab/CN=Lab Root", "-addext", "basicConstraints=critical,CA:true")
    openssl("req", "-x509", "-key", path("root.key"), "-out", path("self.pem"), "-days", "30",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    certificates = {**CERTIFICATES, **verify_cases.CERTIFICATES}
    for name, (subject, key, extensions, extra, signer) in certificates.items():
        new_key(key, path(name + ".key"))
        openssl("req", "-new", "-utf8", "-multivalue-rdn", "-key", path(name + ".key"), "-out", path("csr"), "-subj", subject)
        sign(path, signer, extensions, "-batch", "-notext", "-preserveDN", "-extensions", "more",
             "-in", path("csr"), "-out", path(name + ".pem"), "-rand_serial", "-utf8", "-days", "90",
             "-md", "sha256", *extra)
    for name, (signer, listed, extensions, extra) in verify_cases.CRLS.items():
        index = [index_row(path(c + ".pem"), reason) for c, reason in listed.items()]
        write(path("index"), "".join(index))
        sign(path, signer, extensions, "-gencrl", "-crlexts", "more", "-crldays", "90",
             "-md", "sha256", "-out", path(name), *extra)
    openssl("crl", "-in", path("listing.crl"), "-outform", "DER", "-out", path("listing.der"))
    for name, parts in {"both.pem": ["inter.pem", "root.pem"], **verify_cases.BUNDLES}.items():
        write(path(name), "".join(read(path(part)) for part in parts))
    return path


def s_server(files, name, certificate, *arguments, exact=False, at_once=False):
    key = "root.key" if certificate == "self" else certificate + ".key"
    command = ["openssl", "s_server", "-accept", "127.0.0.1:PORT", "-quiet",
               "-cert", files(certificate + ".pem"), "-key", files(key)]
    # One suite alone: the order in which the two clients like them differs.
    if "-ciphersuites" not in arguments:
        command += ["-ciphersuites", "TLS_AES_256_GCM_SHA384"]
    command += [files(a) if a.endswith(".pem") else a for a in arguments]
    return Server(name, command, exact_bytes=exact, at_once=at_once)


def after_request(action):
    """A server that reads the ClientHello before it acts."""

    def script(connection):
        connection.recv(4096)
        action(connection)

    return script


def send_and_linger(data):
    def action(connection):
        connection.sendall(data)
        time.sleep(0.1)

    return action


def after_handshake(files, action):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files("rsa.pem"), files("rsa.key"))

    def script(connection):
        tls = context.wrap_socket(connection, server_side=True)
        try:
            tls.sendall(b"hello\n")
            time.sleep(0.05)
            action(tls)
        finally:
            tls.close()

    return script


def after_dialogue(files, exchanges):
    """Says each text behind the line that it answers (None: at once), then speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files("rsa.pem"), files("rsa.key"))

    def read_up_to(connection, awaited):
        heard = b""
        while not heard.endswith(awaited):
            byte = connection.recv(1)
            if not byte:
                raise OSError("the client has gone")
            heard += byte

    def script(connection):
        for awaited, said in exchanges:
            if awaited is not None:
                read_up_to(connection, awaited)
            connection.sendall(said)
        tls = context.wrap_socket(connection, server_side=True)
        while tls.recv(4096):
            pass
        tls.close()

    return script


# What servers say before TLS, by the protocol's name for -starttls.
DIALOGUES = {
    "smtp": [(None, b"220 mx.test ESMTP\r\n"), (b"\r\n", b"250-mx.test\r\n250-SIZE 100\r\n250-STARTTLS\r\n250 CHUNKING\r\n"),
             (b"STARTTLS\r\n", b"220 go\r\n")],
    "lmtp": [(None, b"220 mx.test LMTP\r\n"), (b"\r\n", b"250-mx.test\r\n250 STARTTLS\r\n"),
             (b"STARTTLS\r\n", b"220 go\r\n")],
    "imap": [(None, b"* OK ready\r\n"), (b"CAPABILITY\r\n", b"* CAPABILITY IMAP4rev1 STARTTLS\r\n. OK done\r\n"),
             (b"STARTTLS\r\n", b". OK go\r\n")],
    "nntp": [(None, b"200 ready\r\n"), (b"CAPABILITIES\r\n", b"101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n"),
             (b"STARTTLS\r\n", b"382 go\r\n")],
    "sieve": [(None, b'"IMPLEMENTATION" "x"\r\n"STARTTLS"\r\nOK\r\n'), (b"STARTTLS\r\n", b"OK go\r\n")],
    "postgres": [(b"\x04\xd2\x16\x2f", b"S")],
    "telnet": [(None, b"\xff\xfd\x2e"), (b"\xff\xfa\x2e\x01\xff\xf0", b"\xff\xfa\x2e\x01\xff\xf0")],
    "xmpp": [(b"version='1.0'>", b"<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1' version='1.0' "
              b"xmlns:stream='http://etherx.jabber.org/streams'><stream:features>"
              b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"),
             (b"xmpp-tls'/>", b"<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")],
}


def dialogue_servers(files):
    root = ["-CAfile", files("root.pem")]
    for protocol, exchanges in DIALOGUES.items():
        starttls = ["-starttls", protocol]
        yield (Server(f"starttls {protocol}", script=after_dialogue(files, exchanges), exact_bytes=True),
               [starttls, root + starttls, root + starttls + ["-brief"], root + starttls + ["-quiet", "-no_ign_eof"]])
    unoffered = [(a, s.replace(b"250-STARTTLS\r\n", b"")) for a, s in DIALOGUES["smtp"]]
    yield (Server("starttls smtp, not offered", script=after_dialogue(files, unoffered)),
           [["-starttls", "smtp"], ["-starttls", "smtp", "-brief"]])
    connect = [(b"\r\n\r\n", b"HTTP/1.1 200 Connection established\r\n\r\n")]
    through = ["-proxy", "127.0.0.1:PORT", "-connect", "localhost:443"]
    yield Server("proxy", script=after_dialogue(files, connect)), [through, root + through, root + through + ["-brief"]]


def close_cleanly(tls):
    tls.unwrap()


def close_without_notify(tls):
    os.close(tls.detach())


def close_with_reset(tls):
    client_run.reset(socket.socket(fileno=tls.detach()))


# Options of general interest, for most servers.
def common(files):
    root = ["-CAfile", files("root.pem")]
    return [
        root,
        root + ["-tls1_2"],
        root + ["-showcerts"],
        root + ["-brief"],
        root + ["-brief", "-tls1_2"],
        ["-verify", "1"],
        ["-verify", "2", "-tls1_2"],
        root + ["-verify", "5", "-verify_hostname", "localhost"],
        root + ["-verify_return_error", "-verify_hostname", "other.example"],
        ["-prexit", "-verify_quiet"],
        ["-verify_return_error", "-tls1_2"],
    ]


def on_plain_rsa(files):
    root = ["-CAfile", files("root.pem")]
    client = ["-cert", files("client.pem"), "-key", files("client.key")]
    at = str(int(time.time()) + 200 * 86400)
    return [
        [], ["-tls1_3"], ["-tls1_2"], ["-no_tls1_3"], ["-no_tls1_2"], ["-max_protocol", "TLSv1.2"],
        ["-min_protocol", "TLSv1.3"], ["-tls1_2", "-no_ticket"], ["-no_ticket", "-tls1_2", "-brief"],
        ["-servername", "a.example"], ["-servername", "single"], ["-noservername"], ["-no_ticket"],
        ["-noservername", "-tls1_2"], ["-connect", "localhost:PORT", "-4"], ["-connect", "localhost:PORT", "-noservername", "-4"],
        ["-host", "127.0.0.1", "-port", "PORT"], ["127.0.0.1:PORT"],
        ["-alpn", "h2"], ["-alpn", "h2,http/1.1", "-tls1_2"],
        root + ["-status"], root + ["-status", "-tls1_2"], root + ["-brief", "-status"],
        ["-verify", "1", "-tls1_2"], ["-verify", "3", "-tls1_2"], root + ["-verify", "3", "-verify_return_error"],
        ["-verify", "3", "-verify_return_error"], ["-verify_return_error", "-brief"],
        ["-verify_return_error", "-prexit"], ["-verify_return_error", "-verify_quiet"],
        root + ["-verify_hostname", "localhost"], root + ["-verify_hostname", "x.wild.example"],
        root + ["-verify_hostname", "a.b.wild.example"], root + ["-verify_hostname", "LOCALHOST", "-brief"],
        root + ["-verify_ip", "127.0.0.1"], root + ["-verify_ip", "127.0.0.2"],
        root + ["-verify_email", "who@example.org"], root + ["-verify_email", "nobody@example.org"],
        root + ["-verify_quiet"], root + ["-prexit"], root + ["-prexit", "-tls1_2"],
        root + ["-attime", at], root + ["-attime", "1000000000"], root + ["-attime", at, "-no_check_time"],
        root + ["-purpose", "sslclient"], root + ["-purpose", "crlsign"], root + ["-purpose", "any"],
        root + ["-auth_level", "3"], root + ["-auth_level", "5", "-tls1_2"], root + ["-auth_level", "0"],
        root + ["-verify_depth", "0"], root + ["-verify_depth", "1"],
        ["-CAfile", files("rsa.pem")], ["-CAfile", files("rsa.pem"), "-partial_chain"],
        ["-verifyCAfile", files("root.pem")], root + ["-no-CAfile", "-no-CApath"],
        ["-no-CAfile", "-no-CApath"],
        ["-curves", "P-256"], ["-groups", "P-384:P-521"], ["-curves", "X25519", "-tls1_2"],
        ["-curves", "secp521r1", "-tls1_2"], ["-sigalgs", "rsa_pss_rsae_sha512"],
        ["-sigalgs", "RSA+SHA384", "-tls1_2"], ["-sigalgs", "RSA-PSS+SHA384", "-tls1_2", "-brief"],
        ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256"], ["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"],
        ["-tls1_2", "-cipher", "AES128-SHA"], ["-tls1_2", "-cipher", "AES256-GCM-SHA384", "-brief"],
        ["-tls1_2", "-cipher", "ECDHE-RSA-CHACHA20-POLY1305"], ["-cipher", "HIGH:!aNULL"],
        ["-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"],
        client, client + ["-tls1_2"], root + ["-crlf"], root + ["-nocommands"], root + ["-ign_eof", "-no_ign_eof"],
        root + ["-quiet", "-no_ign_eof"], ["-quiet", "-no_ign_eof", "-tls1_2"],
        ["-bugs", "-no_comp", "-legacy_server_connect"], ["-fallback_scsv", "-tls1_2"],
        ["-fallback_scsv", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"],
        ["-tls1_1"], ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"],
    ]


def with_client_certificate(files):
    root = ["-CAfile", files("root.pem")]
    client = ["-cert", files("client.pem"), "-key", files("client.key")]
    return [root, root + ["-tls1_2"], root + client, root + client + ["-tls1_2"], root + ["-brief"],
            root + ["-brief", "-tls1_2"] + client, root + ["-prexit", "-tls1_2"]]


def servers(files):
    yield s_server(files, "rsa", "rsa", exact=True), common(files) + on_plain_rsa(files)
    for suite in ("TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256"):
        yield s_server(files, suite, "rsa", "-ciphersuites", suite, exact=True), [[], ["-brief"], ["-tls1_3"]]
    for name in ("ec", "ec384", "ed"):
        yield s_server(files, name, name), common(files)
    yield (s_server(files, "with the intermediate", "below", "-cert_chain", "inter.pem", exact=True),
           common(files) + [["-CAfile", files("inter.pem")], ["-CAfile", files("inter.pem"), "-partial_chain"],
                            ["-CAfile", files("root.pem"), "-verify_depth", "0"],
                            ["-CAfile", files("root.pem"), "-verify", "1"]])
    yield s_server(files, "without the intermediate", "below", exact=True), common(files)
    yield s_server(files, "with the root too", "below", "-cert_chain", "both.pem", exact=True), common(files)
    for name in ("weak", "sha1", "expired", "future", "client_only", "no_names", "self"):
        yield s_server(files, name, name, "-cipher", "DEFAULT@SECLEVEL=0"), common(files)
    yield s_server(files, "alpn", "rsa", "-alpn", "h2,http/1.1"), [
        ["-alpn", "h2"], ["-alpn", "http/1.1,h2"], ["-alpn", "h2", "-tls1_2"], ["-alpn", "h2", "-brief"],
        ["-alpn", "none"], ["-alpn", "none", "-tls1_2"], []]
    yield (s_server(files, "asks for a certificate", "rsa", "-verify", "2", "-CAfile", "root.pem"),
           with_client_certificate(files))
    yield (s_server(files, "demands a certificate", "rsa", "-Verify", "2", "-CAfile", "root.pem"),
           with_client_certificate(files))
    for version in ("-tls1_2", "-tls1_3"):
        yield s_server(files, "only " + version, "rsa", version), [
            [], ["-tls1_2"], ["-tls1_3"], ["-tls1_1"], ["-brief"], ["-prexit", "-tls1_2"]]
    yield s_server(files, "tls1", "rsa", "-tls1", "-cipher", "DEFAULT@SECLEVEL=0"), [
        ["-cipher", "DEFAULT@SECLEVEL=0"], ["-cipher", "DEFAULT@SECLEVEL=0", "-brief"], ["-tls1_2"],
        ["-tls1", "-cipher", "ALL@SECLEVEL=0"]]
    yield s_server(files, "tls1_1 ec", "ec", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"), [
        ["-cipher", "DEFAULT@SECLEVEL=0"], ["-cipher", "DEFAULT@SECLEVEL=0", "-brief"]]
    for tickets in ("0", "1", "4"):
        yield s_server(files, "tickets " + tickets, "rsa", "-num_tickets", tickets), [[], ["-tls1_2"], ["-prexit"]]
    yield s_server(files, "session ids alone", "rsa", "-no_ticket"), [[], ["-tls1_2"], ["-no_ticket", "-tls1_2"]]
    yield s_server(files, "groups", "rsa", "-groups", "P-384"), [[], ["-tls1_2"], ["-curves", "X25519"], ["-brief"]]
    yield Server("gnutls", ["gnutls-serv", "-q", "--echo", "-p", "PORT", "--x509certfile", files("rsa.pem"),
                            "--x509keyfile", files("rsa.key"), "--priority",
                            "NORMAL:-CIPHER-ALL:+AES-256-GCM"]), common(files)
    for name, certificate, arguments, options in verify_cases.rows(files):
        # What comes behind a handshake of TLS 1.3 is for the pairs above.
        arguments += ["-tls1_2", "-cipher", "DEFAULT@SECLEVEL=0"]
        yield s_server(files, name, certificate, *arguments, at_once=True), options
    yield from dialogue_servers(files)
    yield from broken_servers(files)


def broken_servers(files):
    options = [[], ["-tls1_2"], ["-brief"], ["-prexit", "-tls1_2"], ["-quiet"]]
    scripts = {
        "closes": lambda connection: None,
        "resets": client_run.reset,
        "http": send_and_linger(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        "garbage": send_and_linger(bytes(range(1, 60))),
        "ssh": send_and_linger(b"SSH-2.0-OpenSSH_9.2\r\n"),
    }
    for name, action in scripts.items():
        yield Server(name, script=after_request(action)), options
    for alert in (0, 10, 20, 40, 42, 47, 48, 50, 51, 70, 71, 80, 86, 112, 116, 120):
        data = bytes([21, 3, 1, 0, 2, 2, alert])
        yield Server(f"alert {alert}", script=after_request(send_and_linger(data))), [[], ["-brief", "-tls1_2"]]
    ends = {"clean end": close_cleanly, "bare end": close_without_notify, "reset later": close_with_reset}
    for name, action in ends.items():
        yield Server(name, script=after_handshake(files, action)), [[], ["-tls1_2"], ["-brief"], ["-quiet", "-tls1_2"]]


def uses_cbc(options):
    """Only openssl offers encrypt-then-MAC, which has records of other sizes."""
    return any(word.endswith("-SHA") for word in options)


def all_pairs(files):
    for server, options in servers(files):
        yield server, [Pair(one, exact_bytes=server.exact_bytes and not uses_cbc(one),
                            at_once=server.at_once) for one in options]
    nobody = client_run.free_port()
    refused = [["-connect", f"127.0.0.1:{nobody}"], ["-connect", f"127.0.0.1:{nobody}", "-brief"],
               ["-connect", f"localhost:{nobody}", "-4"], ["-connect", f"127.0.0.1:{nobody}", "-prexit"],
               ["-connect", "no-such-name.invalid:443"], ["-connect", "no-such-name.invalid:443", "-quiet"],
               ["-unix", "/nonexistent/socket"]]
    silent = Server("nobody", script=lambda connection: None)
    yield silent, [Pair(one, exact_bytes=True) for one in refused]
