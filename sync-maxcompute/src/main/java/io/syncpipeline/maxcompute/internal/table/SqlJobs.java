package io.syncpipeline.maxcompute.internal.table;

import com.aliyun.odps.Instance;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.commons.transport.Response;
import com.aliyun.odps.rest.ResourceBuilder;
import io.syncpipeline.maxcompute.internal.client.Deadline;
import io.syncpipeline.maxcompute.internal.client.ServiceClient;
import io.syncpipeline.model.SinkException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements as SQL jobs and waits for them. Thread-safe.
 *
 * <p>The jobs are written here: those of the SDK tell the service the addresses of the machine, IP and MAC, and of its software
 * ({@code odps.idata.userenv}), and only by a setting for the whole process they would not.
 */
final class SqlJobs {

    private static final Logger log = LoggerFactory.getLogger(SqlJobs.class);
    /**
     * Most statements take no more than a moment, and thousands of tables wait for theirs; the SDK's own helpers look once a second. The
     * pause doubles with each look.
     */
    private static final long FIRST_POLL_MILLIS = 10;

    private static final long LONGEST_POLL_MILLIS = 640;

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String TASK = "AnonymousSQLTask";

    private final ServiceClient client;
    private final String pipeline;
    private final Map<String, String> hints;

    SqlJobs(ServiceClient client, String pipeline) {
        this.client = client;
        this.pipeline = pipeline;
        Map<String, String> settings = new HashMap<>();
        // Projects made before the present type system need to be told to use it.
        settings.put("odps.sql.type.system.odps2", "true");
        settings.put("odps.sql.decimal.odps2", "true");
        settings.put("odps.sql.allow.schema.evolution", "true");
        if (client.settings().schema().isPresent()) {
            settings.put("odps.namespace.schema", "true");
            settings.put("odps.sql.allow.namespace.schema", "true");
        }
        this.hints = Map.copyOf(settings);
    }

    /**
     * Runs a statement.
     *
     * @throws SinkException when it fails; retryable when the service could not be asked, fatal when the statement is refused
     */
    void run(String sql) {
        log.info("{}: {}", pipeline, sql);
        // The service knows a job sent twice, after a lost answer, by this id.
        String guid = UUID.randomUUID().toString();
        Instance job = client.call("Submitting " + sql, () -> submit(sql, guid));
        Deadline deadline = Deadline.in(LONGEST);
        long pause = FIRST_POLL_MILLIS;
        while (!isTerminated(job, sql)) {
            if (deadline.isOver()) {
                throw SinkException.retryable(
                        "Job " + job.getId() + " did not end within " + LONGEST + ": " + sql, null);
            }
            pause(pause, sql);
            pause = Math.min(2 * pause, LONGEST_POLL_MILLIS);
        }
        requireSuccess(job, sql);
    }

    private Instance submit(String sql, String guid) throws OdpsException {
        String project = client.settings().project();
        JobDocument document = new JobDocument(TASK, sql, hints, guid);
        Response response = client.odps()
                .getRestClient()
                .stringRequest(
                        ResourceBuilder.buildInstancesResource(project),
                        "POST",
                        new HashMap<>(),
                        new HashMap<>(Map.of("Content-Type", "application/xml")),
                        document.xml());
        String location = response.getHeader("Location");
        String id = location == null
                ? ""
                : location.substring(location.lastIndexOf('/') + 1).trim();
        if (id.isEmpty()) {
            throw new OdpsException("The service took a job and did not say its id");
        }
        return client.odps().instances().get(project, id);
    }

    private boolean isTerminated(Instance job, String sql) {
        return client.call("Asking for job " + job.getId() + " (" + sql + ")", job::isTerminated);
    }

    private void requireSuccess(Instance job, String sql) {
        String what = "Asking for the result of job " + job.getId() + " (" + sql + ")";
        boolean successful = client.call(what, job::isSuccessful);
        if (!successful) {
            Map<String, String> results = client.call(what, job::getTaskResults);
            throw SinkException.fatal(
                    "MaxCompute refused a statement (job " + job.getId() + "): "
                            + results.getOrDefault(TASK, results.toString()) + ". The statement was: " + sql,
                    null);
        }
    }

    private static void pause(long millis, String sql) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SinkException.retryable("Waiting for a statement was interrupted: " + sql, e);
        }
    }
}
