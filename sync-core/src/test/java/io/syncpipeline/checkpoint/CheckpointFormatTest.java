package io.syncpipeline.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncpipeline.model.CheckpointException;
import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.Position;
import io.syncpipeline.testkit.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointFormatTest {

    private static Checkpoint example() {
        Reached reached = new Reached(
                new Position("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-77"),
                Instant.parse("2026-01-02T03:04:05Z"),
                List.of(
                        new TableProgress(
                                Shape.of("shop", "orders")
                                        .required("id", Kind.INT64)
                                        .column("amount", DataType.decimal(20, 4))
                                        .key("id")
                                        .unique("id", "amount")
                                        .build(),
                                false,
                                3,
                                "[4711]",
                                150_000,
                                null,
                                true),
                        new TableProgress(
                                Shape.of("shop", "customers")
                                        .required("id", Kind.INT32)
                                        .key("id")
                                        .build(),
                                true,
                                0,
                                null,
                                0,
                                new Position("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-88"),
                                false)));
        Reached next = new Reached(
                new Position("3e11fa47-71ca-11e1-9e33-c80aa9429562:1-99"),
                Instant.parse("2026-01-02T03:05:05Z"),
                List.of());
        return new Checkpoint(
                reached,
                new Checkpoint.Pending(List.of("orders/20260102"), next),
                Instant.parse("2026-01-02T03:05:06Z"));
    }

    private static String golden() throws IOException {
        try (InputStream in = CheckpointFormatTest.class.getResourceAsStream("checkpoint-v1.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void writesTheDocumentedForm() throws IOException {
        assertThat(example().toJson())
                .isEqualTo(golden().replaceAll("\\n *", "").strip());
    }

    @Test
    void readsTheDocumentedForm() throws IOException {
        assertThat(Checkpoint.fromJson(golden())).isEqualTo(example());
    }

    @Test
    void givesBackWhatItWrote() {
        assertThat(Checkpoint.fromJson(example().toJson())).isEqualTo(example());
        Checkpoint bare = new Checkpoint(new Reached(null, Instant.EPOCH, List.of()), null, Instant.EPOCH);
        assertThat(Checkpoint.fromJson(bare.toJson())).isEqualTo(bare);
    }

    @Test
    void readsADocumentWithFieldsItDoesNotKnow() throws IOException {
        assertThat(Checkpoint.fromJson(golden().replaceFirst("\\{", "{\"later\": [1, 2],")))
                .isEqualTo(example());
    }

    @Test
    void refusesALaterVersion() {
        assertThatThrownBy(() -> Checkpoint.fromJson("{\"format\": 2}"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("its format is version 2, this library reads version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"text\"", "17", "null", "{\"format\":\"x\"}"})
    void refusesWhatIsNoCheckpoint(String json) {
        assertThatThrownBy(() -> Checkpoint.fromJson(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("its format is not a checkpoint's, this library reads version 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"format\": 1", "not json", "{\"format\":1}{\"format\":1}"})
    void refusesWhatIsNoDocument(String json) {
        assertThatThrownBy(() -> Checkpoint.fromJson(json)).isInstanceOf(CheckpointException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"savedAt\" | \"x\" | the field 'savedAt' is missing",
                "\"time\" | \"x\" | the field 'time' is missing",
                "2026-01-02T03:05:06Z | yesterday | yesterday",
                "\"tables\" | \"x\" | the field 'tables' is missing",
                "\"copied\" | \"x\" | the field 'copied' is missing",
                "\"kind\" | \"x\" | the field 'kind' is missing",
                "INT64 | INT65 | INT65",
                "\"chunks\":3 | \"chunks\": \"three\" | 'chunks' is not a number",
                "\"copied\":false | \"copied\": \"no\" | 'copied' is not true or false",
                "\"tables\":[ | \"tables\": 5, \"x\": [ | 'tables' is not a list"
            })
    void refusesADamagedDocumentAndNamesTheDamage(String what, String with, String named) throws IOException {
        String damaged = golden().replace(what, with);
        assertThat(damaged).isNotEqualTo(golden());
        assertThatThrownBy(() -> Checkpoint.fromJson(damaged))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it is damaged")
                .hasMessageContaining(named);
    }
}
