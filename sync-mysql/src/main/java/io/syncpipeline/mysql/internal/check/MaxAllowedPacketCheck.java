package io.syncpipeline.mysql.internal.check;

import io.syncpipeline.model.Finding;
import java.util.List;

/** Rows longer than a packet cannot be read. */
final class MaxAllowedPacketCheck implements Check {

    private static final long ENOUGH_BYTES = 4L << 20;

    @Override
    public List<Finding> findings(CheckedServer server) {
        long bytes = Long.parseLong(server.variables().getOrDefault("max_allowed_packet", "" + ENOUGH_BYTES));
        return bytes >= ENOUGH_BYTES
                ? List.of()
                : List.of(Finding.warning(
                        "max_allowed_packet",
                        "max_allowed_packet is " + bytes + " bytes; longer rows cannot be read",
                        "SET GLOBAL max_allowed_packet = 67108864; set it in the option file too"));
    }
}
