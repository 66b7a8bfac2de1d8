package io.syncpipeline.maxcompute.local;

/**
 * Constants of the tunnel's record stream: protobuf wire format without messages. A record is its non-null fields
 * followed by an end tag with the record's CRC-32C; the stream ends with the row count and the CRC-32C of all record
 * CRCs. Source: {@code ProtobufRecordStreamWriter} and {@code ProtoWireConstant} of odps-sdk-core 0.57.1-public.
 */
final class TunnelFormat {

    /** Field number that ends a record. */
    static final int END_RECORD = 33_553_408;

    /** Field number of the row count. */
    static final int ROW_COUNT = 33_554_430;

    /** Field number of the checksum of the stream. */
    static final int STREAM_CHECKSUM = 33_554_431;

    static final int WIRE_VARINT = 0;
    static final int WIRE_FIXED64 = 1;
    static final int WIRE_LENGTH_DELIMITED = 2;
    static final int WIRE_FIXED32 = 5;

    /** Most bytes of a STRING, BINARY or JSON cell. */
    static final int MAX_CELL_BYTES = 8 * 1024 * 1024;

    private TunnelFormat() {}

    /** The wire type in the tag of a field; types without a length prefix still say "length delimited". */
    static int wireType(ColumnType.Kind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT, INTERVAL_YEAR_MONTH, BOOLEAN, DATE, DATETIME -> WIRE_VARINT;
            case DOUBLE -> WIRE_FIXED64;
            case FLOAT -> WIRE_FIXED32;
            case DECIMAL,
                    STRING,
                    VARCHAR,
                    CHAR,
                    JSON,
                    BINARY,
                    TIMESTAMP,
                    TIMESTAMP_NTZ,
                    INTERVAL_DAY_TIME,
                    ARRAY,
                    MAP,
                    STRUCT -> WIRE_LENGTH_DELIMITED;
        };
    }
}
