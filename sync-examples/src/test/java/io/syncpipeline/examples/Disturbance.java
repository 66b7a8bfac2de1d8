package io.syncpipeline.examples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What happens to a pipeline during a soak. */
enum Disturbance {
    /** SIGKILL of the pipeline's process. */
    KILL_PROCESS(4),
    /** The pipeline is stopped in good order and started again. */
    STOP_PROCESS(1),
    /** KILL of the connection that reads the log. */
    KILL_LOG_READER(2),
    /** KILL of the connections that copy and ask. */
    KILL_OTHERS(2),
    /** KILL of all the pipeline's connections. */
    KILL_ALL(1),
    /** SIGKILL of the server. */
    CRASH_SERVER(1),
    /** A table is copied again. */
    COPY_AGAIN(2),
    /** A table is left out, loses its destination, and is taken in again. */
    RESELECT(1);

    private final int times;

    Disturbance(int times) {
        this.times = times;
    }

    /** Each as often as it belongs into one soak, in an order of their own; one kill comes first, so that it meets the copy. */
    static List<Disturbance> schedule(Random random) {
        List<Disturbance> schedule = new ArrayList<>();
        for (Disturbance disturbance : values()) {
            schedule.addAll(Collections.nCopies(disturbance.times, disturbance));
        }
        Collections.shuffle(schedule, random);
        schedule.remove(KILL_PROCESS);
        schedule.add(0, KILL_PROCESS);
        return schedule;
    }
}
