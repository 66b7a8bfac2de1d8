package io.syncpipeline.maxcompute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.DefinitionException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the builder takes and refuses. */
class MaxComputeSinkBuilderTest {

    private static MaxComputeSinkBuilder complete() {
        return MaxComputeSink.builder()
                .endpoint("https://service.example.com/api/")
                .project("dw")
                .accessKey("my-id", "my-secret");
    }

    @Test
    void takesEveryOption() {
        MaxComputeSink sink = MaxComputeSink.builder()
                .endpoint("https://service.example.com/api")
                .tunnelEndpoint("http://tunnel.example.com")
                .project("dw")
                .schema("raw")
                .stsToken("my-id", "my-secret", "my-token")
                .region("cn-hangzhou")
                .quotaName("fast")
                .tags("a", "b")
                .proxy("proxy.example.com", 3128)
                .bucketCount(4096)
                .compression(Compression.LZ4)
                .slots(10)
                .sessionLifetime(Duration.ofHours(24))
                .flushTimeout(Duration.ofMinutes(1))
                .commitTimeout(Duration.ofMinutes(1))
                .connectTimeout(Duration.ofSeconds(1))
                .readTimeout(Duration.ofSeconds(30))
                .retry(3, Duration.ofMillis(100))
                .commitConcurrency(4)
                .newPartitionsPerDay(60_000)
                .tableProperty("acid.data.retain.hours", "48")
                .lifecycle(30)
                .build();
        assertThat(sink.name()).isEqualTo("dw.raw");
    }

    @Test
    void showsNoSecret() {
        assertThat(complete().build())
                .hasToString("MaxComputeSink[dw at https://service.example.com/api, " + "Credentials[my-id, ***]]");
        assertThat(MaxComputeSink.builder()
                        .endpoint("http://service.example.com/api")
                        .project("dw")
                        .accessKey("my-id", "my-secret")
                        .proxy("proxy", 80, "user", "proxy-secret")
                        .build())
                .hasToString("MaxComputeSink[dw at http://service.example.com/api, proxy user:***@proxy:80,"
                        + " Credentials[my-id, ***]]");
        assertThat(new Credentials("my-id", "my-secret", "my-token").toString())
                .doesNotContain("my-secret")
                .doesNotContain("my-token");
    }

    @Test
    void reportsEverythingThatIsMissingOrContradictory() {
        assertThatThrownBy(() -> MaxComputeSink.builder().build())
                .isInstanceOf(DefinitionException.class)
                .hasMessage("the MaxCompute sink cannot be built: endpoint is required; project is required; "
                        + "one of accessKey, stsToken and credentials is required");
        assertThatThrownBy(() -> complete().stsToken("a", "b", "c").build())
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("accessKey and stsToken exclude each other");
        assertThatThrownBy(() -> complete()
                        .tunnelEndpoint("HTTPS://tunnel.example.com")
                        .proxy("proxy", 80, "user", "proxy-secret")
                        .build())
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("cannot be used with the https address of endpoint")
                .hasMessageContaining("cannot be used with the https address of tunnelEndpoint")
                .hasMessageNotContaining("proxy-secret");
    }

    @Test
    void refusesToSetAnOptionTwice() {
        assertThatThrownBy(() -> complete().project("other"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("project was already set to dw");
        assertThatThrownBy(() -> complete().accessKey("other", "other-secret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("accessKey was already set to Credentials[my-id, ***]");
        assertThatThrownBy(() -> complete().tableProperty("a", "1").tableProperty("a", "2"))
                .hasMessage("tableProperty 'a' was already set to 1");
        assertThatThrownBy(() -> complete().tags("a").tags("a")).hasMessage("tag 'a' was already set");
        assertThatThrownBy(
                        () -> complete().proxy("one", 80, "user", "my-secret").proxy("two", 80))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("proxy was already set to user:***@one:80");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                refusal("endpoint must be an http or https address, not 'ftp://x'", b -> b.endpoint("ftp://x")),
                refusal(
                        "endpoint must be an http or https address, not 'not an address'",
                        b -> b.endpoint("not an address")),
                refusal("endpoint must have no user, query or fragment", b -> b.endpoint("http://u:p@host/api")),
                refusal("project must consist of letters, digits and underscores, not 'a-b'", b -> b.project("a-b")),
                refusal("bucketCount must be 1 to 4096, not 0", b -> b.bucketCount(0)),
                refusal("bucketCount must be 1 to 4096, not 4097", b -> b.bucketCount(4097)),
                refusal("slots must be 1 to 10000, not 0", b -> b.slots(0)),
                refusal(
                        "sessionLifetime must be 1 to 24 whole hours, not PT1H30M",
                        b -> b.sessionLifetime(Duration.ofMinutes(90))),
                refusal(
                        "flushTimeout must be more than 0 and at most PT24H, not PT0S",
                        b -> b.flushTimeout(Duration.ZERO)),
                refusal(
                        "readTimeout must be more than 0 and at most PT24H, not PT-1S",
                        b -> b.readTimeout(Duration.ofSeconds(-1))),
                refusal("attempts must be 1 to 100, not 0", b -> b.retry(0, Duration.ofSeconds(1))),
                refusal(
                        "backoff must be more than 0 and at most PT1M, not PT2M",
                        b -> b.retry(1, Duration.ofMinutes(2))),
                refusal("commitConcurrency must be 1 to 256, not 257", b -> b.commitConcurrency(257)),
                refusal("newPartitionsPerDay must be 1 to 60000, not 0", b -> b.newPartitionsPerDay(0)),
                refusal("newPartitionsPerDay must be 1 to 60000, not 60001", b -> b.newPartitionsPerDay(60_001)),
                refusal("proxy port must be 1 to 65535, not 0", b -> b.proxy("proxy", 0)),
                refusal("proxy port must be 1 to 65535, not 65536", b -> b.proxy("proxy", 65_536, "u", "p")),
                refusal(
                        "proxy host must be a name or an address, without scheme, user and path",
                        b -> b.proxy("http://u:secret@proxy", 80)),
                refusal(
                        "proxy host must be a name or an address, without scheme, user and path",
                        b -> b.proxy(" ", 80)),
                refusal("proxy user must not be empty", b -> b.proxy("proxy", 80, "", "p")),
                refusal("proxy user must have no colon", b -> b.proxy("proxy", 80, "u:v", "p")),
                refusal("proxy password must not be empty", b -> b.proxy("proxy", 80, "u", "")),
                refusal(
                        "tags must be 1 to 128 printable ASCII characters each, without comma and blank, not 'a,b'",
                        b -> b.tags("a,b")),
                refusal(
                        "tags must be 1 to 128 printable ASCII characters each, without comma and blank, not ''",
                        b -> b.tags("a", "")),
                refusal(
                        "tags must be 1 to 128 printable ASCII characters each, without comma and blank, not 'a\r\nb'",
                        b -> b.tags("a\r\nb")),
                refusal("lifecycle must be 1 to 37231, not 0", b -> b.lifecycle(0)),
                refusal(
                        "tableProperty 'write.bucket.num' is the sink's own; use bucketCount for buckets,"
                                + " MappingRule.tableKind for the kind",
                        b -> b.tableProperty("write.bucket.num", "1")),
                refusal("stsToken must not be empty", b -> b.stsToken("a", "b", " ")),
                refusal("an access key needs an id and a secret; one of them is empty", b -> b.accessKey("", "x")));
    }

    private static Arguments refusal(String message, Consumer<MaxComputeSinkBuilder> setter) {
        return Arguments.of(message, setter);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesAWrongValueAtOnce(String message, Consumer<MaxComputeSinkBuilder> setter) {
        assertThatThrownBy(() -> setter.accept(MaxComputeSink.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
