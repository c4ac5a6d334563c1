package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;

/// Certificates are always checked; a private authority is believed where settings name it. And the way by a proxy.
class TrustTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder = Path.of("");

    /// A server with a certificate of its own making, for this address.
    private WireServer secure(String name) throws Exception {
        Path store = folder.resolve(name.replace(':', '-') + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=wherefore-test",
                "-ext",
                "SAN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "own",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                pem(name).toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return WireServer.on(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                s -> WireServer.json(200, Asked.HELLO));
    }

    private Path pem(String name) {
        return folder.resolve(name.replace(':', '-') + ".pem");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private static ApiModel at(WireServer server, String settings) {
        return Asked.model("openai/m@https://127.0.0.1:" + server.port() + "/v1", settings);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefusedUnlessSettingsNameIt() throws Exception {
        try (WireServer server = secure("ip:127.0.0.1")) {
            Throwable refused =
                    catchThrowable(() -> at(server, "key-env: MARKED").complete(Asked.hi()));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            ChatModelException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_PERMITTED))
                    .hasMessageContaining("certificates: FILE.pem");
            assertThat(server.seen()).isEmpty();
            assertThat(at(server, "certificates: '" + pem("ip:127.0.0.1") + "'")
                            .complete(Asked.hi())
                            .text())
                    .isEqualTo("Hello.");
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedThoughItsAuthorityIsTrusted() throws Exception {
        try (WireServer server = secure("dns:elsewhere.example")) {
            Throwable refused = catchThrowable(() -> at(server, "certificates: '" + pem("dns:elsewhere.example") + "'")
                    .complete(Asked.hi()));
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            ChatModelException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_PERMITTED));
            assertThat(server.seen()).isEmpty();
        }
    }

    @Test
    void aFileWithoutCertificatesIsToldBeforeAnyCall() throws IOException {
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing");
        assertThatThrownBy(() -> Asked.model("openai/m@https://127.0.0.1:1/v1", "certificates: '" + none + "'"))
                .hasMessageContaining("none.pem");
        assertThatThrownBy(() -> Asked.settings("openai/m@https://127.0.0.1:1/v1", "certificates: absent.pem"))
                .hasMessageContaining("there is no file absent.pem");
    }

    @Test
    void callsGoByTheProxyThatSettingsName() throws IOException, ChatModelException {
        AtomicReference<String> target = new AtomicReference<>("");
        try (WireServer proxy = WireServer.answering(s -> {
            target.set(s.target());
            return WireServer.json(200, Asked.HELLO);
        })) {
            ApiModel model = Asked.model("openai/m@http://model.example/v1", "proxy: '" + proxy.url() + "'");
            assertThat(model.complete(Asked.hi()).text()).isEqualTo("Hello.");
            assertThat(target.get()).isEqualTo("http://model.example/v1/chat/completions");
        }
    }

    @Test
    void aSecureCallTunnelsThroughTheProxy() throws Exception {
        try (WireServer server = secure("ip:127.0.0.1");
                WireServer proxy = WireServer.answering(s -> (out, connection) -> {
                    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                        out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        Thread back = Thread.ofVirtual().start(() -> pour(there, connection));
                        pour(connection, there);
                        back.join();
                    }
                })) {
            ApiModel model = at(
                    server,
                    "key-env: MARKED, proxy: '" + proxy.url() + "', certificates: '" + pem("ip:127.0.0.1") + "'");
            assertThat(model.complete(Asked.hi()).text()).isEqualTo("Hello.");
            assertThat(proxy.seen().getFirst().method()).isEqualTo("CONNECT");
            assertThat(proxy.seen().toString()).doesNotContain(Asked.KEY);
        }
    }

    private static void pour(Socket from, Socket into) {
        try {
            from.getInputStream().transferTo(into.getOutputStream());
            into.shutdownOutput();
        } catch (IOException e) {
            // One side is gone: so is the tunnel.
            return;
        }
    }
}
