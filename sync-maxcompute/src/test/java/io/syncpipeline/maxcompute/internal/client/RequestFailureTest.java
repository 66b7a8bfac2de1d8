package io.syncpipeline.maxcompute.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.odps.OdpsException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of failed calls of the SDK. */
class RequestFailureTest {

    @ParameterizedTest
    @CsvSource({
        "409, 2, TRY_AGAIN, 2",
        "409, , REFUSED, 0",
        "409, soon, REFUSED, 0",
        "409, 3600, TRY_AGAIN, 60",
        "429, 5, TRY_AGAIN, 5",
        "429, , TRY_AGAIN, 0",
        "503, -1, TRY_AGAIN, 0",
        "403, 1, REFUSED, 1"
    })
    void waitsAsLongAsTheServiceAsksFor(
            int status, @Nullable String retryAfter, RequestFailure.Kind kind, long holdOffSeconds) {
        OdpsException answer = new OdpsException("busy");
        answer.setStatus(status);
        if (retryAfter != null) {
            answer.setRetryAfter(retryAfter);
        }
        RequestFailure failure = RequestFailure.ofSdk("Submitting", answer);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.holdOff()).isEqualTo(Duration.ofSeconds(holdOffSeconds));
    }
}
