package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.format.Json;

/// What becomes of answers that are none: each failure has its kind, and names what came.
class ExchangeTest {

    private static ChatModelException failure(WireServer server, String settings) {
        return failure(Asked.openAi(server, settings));
    }

    private static ChatModelException failure(ApiModel model) {
        Throwable thrown = catchThrowable(() -> model.complete(Asked.hi()));
        assertThat(thrown).isInstanceOf(ChatModelException.class);
        return (ChatModelException) thrown;
    }

    private static ChatModelException failure(WireServer.Answer answer, String settings) throws IOException {
        try (WireServer server = WireServer.always(answer)) {
            return failure(server, settings);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, BAD_REQUEST",
        "401, NOT_PERMITTED",
        "402, OUT_OF_QUOTA",
        "403, NOT_PERMITTED",
        "404, NOT_FOUND",
        "408, TIMED_OUT",
        "413, BAD_REQUEST",
        "422, BAD_REQUEST",
        "429, OVERLOADED",
        "500, BROKEN",
        "502, BROKEN",
        "503, OVERLOADED",
        "504, BROKEN",
        "529, OVERLOADED",
        "301, BAD_REQUEST",
        "520, BROKEN"
    })
    void eachStatusHasItsKindAndTheServersWordsAreTold(int status, Kind kind) throws IOException {
        WireServer.Answer answer =
                WireServer.json(status, "{\"error\":{\"message\":\"the words\\nof the server\",\"type\":\"x\"}}");
        try (WireServer server = WireServer.always(answer)) {
            for (ApiModel model : new ApiModel[] {Asked.openAi(server, ""), Asked.anthropic(server, "")}) {
                ChatModelException e = failure(model);
                assertThat(e.kind()).isEqualTo(kind);
                assertThat(e).hasMessageContaining("the words of the server").hasMessageContaining(model.name());
            }
        }
    }

    @Test
    void anAccountWithoutMoneyIsNotAskedAgain() throws IOException {
        assertThat(failure(
                                WireServer.json(
                                        429,
                                        "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":"
                                                + "\"insufficient_quota\",\"code\":\"insufficient_quota\"}}"),
                                "")
                        .kind())
                .isEqualTo(Kind.OUT_OF_QUOTA);
        assertThat(failure(
                                WireServer.json(
                                        400,
                                        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":"
                                                + "\"Your credit balance is too low to access the API.\"}}"),
                                "")
                        .kind())
                .isEqualTo(Kind.OUT_OF_QUOTA);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after-ms: 250|PT0.25S",
                "Retry-After: 7|PT7S",
                "retry-after: 0.5|PT0.5S",
                "retry-after: Tue, 24 Nov 2026 12:00:30 GMT|PT30S",
                "retry-after: Tue, 24 Nov 2020 12:00:30 GMT|PT0S"
            })
    void theServersWordOnWhenToComeAgainIsHeard(String header, String wait) throws IOException {
        assertThat(failure(WireServer.json(429, "{}", header), "").retryAfter()).contains(Duration.parse(wait));
    }

    @Test
    void aDateToComeAgainIsReadAgainstTheServersOwnClock() throws IOException {
        assertThat(failure(
                                WireServer.json(
                                        503,
                                        "{}",
                                        "Date: Sat, 01 Jan 2000 00:00:00 GMT",
                                        "Retry-After: Sat, 01 Jan 2000 00:00:09 GMT"),
                                "")
                        .retryAfter())
                .contains(Duration.ofSeconds(9));
    }

    @Test
    void withoutThatWordNothingIsSaid() throws IOException {
        assertThat(failure(WireServer.json(429, "{}"), "").retryAfter()).isEmpty();
        assertThat(failure(WireServer.json(429, "{}", "Retry-After: soon"), "").retryAfter())
                .isEmpty();
    }

    @Test
    void aPageOfHtmlWithStatus200IsBrokenAndNamed() throws IOException {
        ChatModelException e = failure(
                WireServer.whole(200, "text/html", "<html><head><title>Log in\n here</title></head></html>"), "");
        assertThat(e.kind()).isEqualTo(Kind.BROKEN);
        assertThat(e).hasMessageContaining("an HTML page came with status 200: a page titled \"Log in here\"");
    }

    @Test
    void jsonThatIsCutOffIsBrokenAndOnlyItsBeginningIsTold() throws IOException {
        String cut = "{\"id\":\"" + "x".repeat(5000);
        ChatModelException e = failure(WireServer.json(200, cut), "");
        assertThat(e.kind()).isEqualTo(Kind.BROKEN);
        assertThat(e.getMessage()).contains("cut off, perhaps").hasSizeLessThan(600);
        try (WireServer server = WireServer.always(WireServer.json(200, "{\"content\": [{\"type\": \"text\""))) {
            assertThat(failure(Asked.anthropic(server, "")).kind()).isEqualTo(Kind.BROKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":null}",
                "{\"choices\":\"none\"}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"message\":7,\"finish_reason\":\"stop\"}]}",
                "",
                "Hello."
            })
    void whatIsNoAnswerIsBroken(String body) throws IOException {
        ChatModelException e = failure(WireServer.json(200, body), "");
        assertThat(e.kind()).isEqualTo(Kind.BROKEN);
        assertThat(e.isWorthRetrying()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"content\":7}", "{\"type\":\"error\",\"error\":{\"message\":\"m\"}}"})
    void whatIsNoAnswerOfAnthropicIsBrokenToo(String body) throws IOException {
        try (WireServer server = WireServer.always(WireServer.json(200, body))) {
            assertThat(failure(Asked.anthropic(server, "")).kind()).isEqualTo(Kind.BROKEN);
        }
    }

    @Test
    void aGatewaysFailureInsideAnAnswerIsWhatItsCodeSays() throws IOException {
        assertThat(failure(WireServer.json(200, "{\"error\":{\"code\":429,\"message\":\"upstream busy\"}}"), ""))
                .hasMessageContaining("upstream busy")
                .extracting(ChatModelException::kind)
                .isEqualTo(Kind.OVERLOADED);
    }

    @Test
    void aConnectionThatIsResetOrClosedIsBroken() throws IOException {
        assertThat(failure(
                                (out, connection) -> {
                                    connection.setSoLinger(true, 0);
                                    connection.close();
                                },
                                "")
                        .kind())
                .isEqualTo(Kind.BROKEN);
        assertThat(failure((out, connection) -> connection.close(), "").kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void aBodyShorterThanItsLengthIsBroken() throws IOException {
        byte[] whole = WireServer.bytes(200, "application/json", Asked.HELLO);
        ChatModelException e = failure(
                (out, connection) -> {
                    out.write(whole, 0, whole.length - 10);
                    out.flush();
                    connection.close();
                },
                "");
        assertThat(e.kind()).isEqualTo(Kind.BROKEN);
    }

    @Test
    void aServerThatIsNotThereIsBroken() throws IOException {
        int port;
        try (WireServer gone = WireServer.always(WireServer.json(200, ""))) {
            port = gone.port();
        }
        ChatModelException e = failure(Asked.model("openai/m@http://127.0.0.1:" + port + "/v1", ""));
        assertThat(e.kind()).isEqualTo(Kind.BROKEN);
        assertThat(e).hasMessageContaining("cannot connect");
    }

    @Test
    void silenceInTheMiddleOfABodyIsATimeout() throws IOException {
        byte[] whole = WireServer.bytes(200, "application/json", Asked.HELLO);
        ChatModelException e = failure(
                (out, connection) -> {
                    out.write(whole, 0, whole.length - 10);
                    out.flush();
                    new CountDownLatch(1).await();
                },
                "idle-timeout: 200ms, total-timeout: 1h");
        assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(e).hasMessageContaining("nothing came for 200 ms in the middle of an answer (idle-timeout)");
    }

    @Test
    void anAnswerThatTakesTooLongIsATimeoutThoughBytesKeepComing() throws IOException {
        ChatModelException e = failure(
                (out, connection) -> {
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write(' ');
                        out.flush();
                        Thread.sleep(10);
                    }
                },
                "idle-timeout: 1h, total-timeout: 400ms");
        assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(e).hasMessageContaining("no whole answer in 400 ms (total-timeout)");
    }

    /// Beyond 16 kB a body goes out in pieces.
    @ParameterizedTest
    @ValueSource(ints = {1, 16_000, 16_384, 16_400, 1_000_000})
    void aRequestArrivesWholeWhateverItsLength(int length) throws Exception {
        Request request = Request.of(Conversation.of(Message.user("é".repeat(length))), Sampling.plain(100));
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.HELLO))) {
            Asked.openAi(server, "").complete(request);
            assertThat(Json.read(server.only().body(), "seen", 1)
                            .at("/messages/0/content")
                            .asString())
                    .hasSize(length)
                    .containsOnlyOnce("é".repeat(length));
        }
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.BONJOUR))) {
            Asked.anthropic(server, "").complete(request);
            assertThat(server.only().body()).containsOnlyOnce("é".repeat(length));
        }
    }

    @Test
    void aServerThatSaysNothingAtAllIsATimeout() throws IOException {
        ChatModelException e =
                failure((out, connection) -> new CountDownLatch(1).await(), "idle-timeout: 20ms, total-timeout: 300ms");
        assertThat(e.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(e).hasMessageContaining("total-timeout");
    }

    @Test
    void aModelMayThinkLongerThanTheIdleTimeoutBeforeItsFirstByte() throws IOException, ChatModelException {
        byte[] whole = WireServer.bytes(200, "application/json", Asked.HELLO);
        try (WireServer server = WireServer.always((out, connection) -> {
            Thread.sleep(500);
            out.write(whole);
        })) {
            Completion answer = Asked.openAi(server, "idle-timeout: 100ms").complete(Asked.hi());
            assertThat(answer.text()).isEqualTo("Hello.");
        }
    }

    @Test
    void anAnswerOfTenMegabytesIsRead() throws IOException, ChatModelException {
        String long10 = "y".repeat(10 << 20);
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.HELLO.replace("Hello.", long10)))) {
            assertThat(Asked.openAi(server, "").complete(Asked.hi()).text()).hasSize(10 << 20);
        }
    }

    @Test
    void anInterruptedCallEndsAndLeavesTheInterrupt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (WireServer server = WireServer.always((out, connection) -> {
            asked.countDown();
            new CountDownLatch(1).await();
        })) {
            ApiModel model = Asked.openAi(server, "");
            Optional<?>[] seen = {Optional.empty(), Optional.empty()};
            Thread caller = Thread.ofVirtual().start(() -> {
                seen[0] = Optional.of(failure(model).kind());
                seen[1] = Optional.of(Thread.currentThread().isInterrupted());
            });
            asked.await();
            caller.interrupt();
            caller.join();
            assertThat(Arrays.asList(seen)).containsExactly(Optional.of(Kind.STOPPED), Optional.of(true));
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws IOException, ChatModelException {
        try (WireServer server = WireServer.always(WireServer.json(200, Asked.HELLO))) {
            ApiModel model = Asked.openAi(server, "");
            for (int i = 0; i < 5; i++) {
                model.complete(Asked.hi());
            }
            assertThat(server.seen()).hasSize(5);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void nothingIsAskedTwiceByTheLibrariesThemselves() throws IOException {
        try (WireServer server = WireServer.always(WireServer.json(500, "{}"))) {
            failure(Asked.openAi(server, ""));
            failure(Asked.anthropic(server, ""));
            assertThat(server.seen()).hasSize(2);
        }
    }

    @Test
    void noOfferOfHttp2AndNothingOfThisMachineIsSent() throws IOException, ChatModelException {
        try (WireServer server = WireServer.answering(
                s -> WireServer.json(200, s.target().equals("/v1/messages") ? Asked.BONJOUR : Asked.HELLO))) {
            Asked.openAi(server, "").complete(Asked.hi());
            Asked.anthropic(server, "").complete(Asked.hi());
            assertThat(server.seen())
                    .allSatisfy(s -> assertThat(s.headers().keySet())
                            .doesNotContain("upgrade", "http2-settings")
                            .noneMatch(h -> h.startsWith("x-stainless")));
        }
    }

    @Test
    void aThousandCallsAreInFlightAtOnce() throws Exception {
        int calls = 1000;
        CountDownLatch all = new CountDownLatch(calls);
        byte[] whole = WireServer.bytes(200, "application/json", Asked.HELLO);
        try (WireServer server = WireServer.always((out, connection) -> {
            all.countDown();
            all.await();
            out.write(whole);
        })) {
            ApiModel model = Asked.openAi(server, "");
            CountDownLatch answered = new CountDownLatch(calls);
            for (int i = 0; i < calls; i++) {
                Thread.ofVirtual().start(() -> {
                    try {
                        model.complete(Asked.hi());
                        answered.countDown();
                    } catch (ChatModelException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            answered.await();
        }
    }
}
