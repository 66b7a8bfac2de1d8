package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL jobs ("instances") and their results; the last thousand are remembered. Thread-safe. */
final class Jobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int REMEMBERED = 1_000;

    /** How long a submission waits for its end, so that short jobs are done at the first question. */
    private static final long SUBMIT_SECONDS = 5;

    private final SqlEngine engine;
    private final ExecutorService workers;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Job> byGuid = new LinkedHashMap<>();

    Jobs(SqlEngine engine, ExecutorService workers) {
        this.engine = engine;
        this.workers = workers;
    }

    /** One job. */
    private static final class Job {
        private final String id = Long.toString(System.currentTimeMillis())
                + UUID.randomUUID().toString().replace("-", "");
        private final SqlJob submitted;
        private final Instant start = Instant.now();
        private volatile @Nullable Instant end;
        private volatile String status = "Running";
        private volatile SqlResult result = SqlResult.none();
        private volatile java.sql.@Nullable Statement statement;

        Job(SqlJob submitted) {
            this.submitted = submitted;
        }

        boolean isDone() {
            return end != null;
        }

        synchronized void finish(String newStatus, SqlResult newResult) {
            if (end == null) {
                result = newResult;
                status = newStatus;
                end = Instant.now();
            }
        }
    }

    ServiceReply submit(ServiceRequest request, String base) throws IOException, InterruptedException {
        SqlJob submitted = SqlJob.read(request.body());
        Job job = register(submitted);
        if (job.isDone()) {
            return ServiceReply.empty(201).with("Location", base + "/" + job.id);
        }
        Future<?> running = workers.submit(() -> run(job));
        try {
            running.get(SUBMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillRunning) {
            LOG.debug("job {} runs on", job.id);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("job " + job.id + " broke", failure.getCause());
        }
        return ServiceReply.empty(201).with("Location", base + "/" + job.id);
    }

    private Job register(SqlJob submitted) throws IOException {
        synchronized (jobs) {
            Job same = submitted.guid().isEmpty() ? null : byGuid.get(submitted.guid());
            if (same != null) {
                return same;
            }
            Job job = new Job(submitted);
            jobs.put(job.id, job);
            if (!submitted.guid().isEmpty()) {
                byGuid.put(submitted.guid(), job);
            }
            if (jobs.size() > REMEMBERED) {
                Job oldest = jobs.remove(jobs.keySet().iterator().next());
                byGuid.values().remove(oldest);
                close(oldest);
            }
            return job;
        }
    }

    private void run(Job job) {
        try {
            job.finish(
                    "Success",
                    engine.run(
                            job.submitted.query(), job.submitted.mayEvolve(), statement -> job.statement = statement));
        } catch (SqlException refused) {
            job.finish("Failed", SqlResult.text(String.valueOf(refused.getMessage())));
        } catch (ServiceException refused) {
            job.finish("Failed", SqlResult.text("ODPS-0110999: " + refused.code() + " - " + refused.getMessage()));
        } catch (SQLException | IOException | RuntimeException failure) {
            LOG.warn("statement failed: {}", job.submitted.query(), failure);
            job.finish(
                    "Failed",
                    SqlResult.text("ODPS-0110999: Critical! Internal error happened in command - " + failure));
        }
    }

    ServiceReply status(ServiceRequest request, String id) {
        Job job = require(id);
        if (request.has("source")) {
            return ServiceReply.xml(source(job.submitted));
        }
        if (request.has("result")) {
            return ServiceReply.xml(result(job));
        }
        ServiceReply reply = ServiceReply.xml(
                request.has("taskstatus")
                        ? tasks(job)
                        : "<Instance><Status>" + instanceStatus(job) + "</Status></Instance>");
        reply.with("x-odps-start-time", Xml.time(job.start)).with("x-odps-owner", Descriptions.OWNER);
        Instant end = job.end;
        return reply.with("x-odps-end-time", end == null ? "" : Xml.time(end));
    }

    private static String instanceStatus(Job job) {
        return job.isDone() ? "Terminated" : "Running";
    }

    private static String tasks(Job job) {
        Instant end = job.end;
        return "<Instance><Status>" + instanceStatus(job) + "</Status><Tasks><Task Type=\"SQL\"><Name>"
                + Xml.text(job.submitted.taskName()) + "</Name><StartTime>" + Xml.time(job.start)
                + "</StartTime><EndTime>"
                + (end == null ? "" : Xml.time(end)) + "</EndTime><Status>" + job.status
                + "</Status><Histories/></Task></Tasks></Instance>";
    }

    private static String result(Job job) {
        String text = "";
        SqlResult result = job.result;
        if (job.isDone()) {
            try {
                text = result.rows() == null ? result.text() : CsvText.of(result.rows());
            } catch (IOException failure) {
                throw new IllegalStateException("cannot read the result of job " + job.id, failure);
            }
        }
        String format = result.rows() == null ? "text" : "csv";
        String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return "<Instance><Tasks><Task Type=\"SQL\"><Name>" + Xml.text(job.submitted.taskName())
                + "</Name><Result Transform=\"Base64\" Format=\"" + format + "\">" + Xml.cdata(encoded)
                + "</Result></Task></Tasks></Instance>";
    }

    private static String source(SqlJob job) {
        return "<Job><Priority>9</Priority><Tasks><SQL><Name>" + Xml.text(job.taskName()) + "</Name><Query>"
                + Xml.cdata(job.query()) + "</Query></SQL></Tasks></Job>";
    }

    ServiceReply kill(String id) throws SQLException {
        Job job = require(id);
        java.sql.Statement statement = job.statement;
        job.finish("Cancelled", SqlResult.none());
        if (statement != null && !statement.isClosed()) {
            statement.cancel();
        }
        return ServiceReply.empty(200);
    }

    /** The rows of a finished query; for the instance tunnel. */
    SqlRows rows(String id) {
        Job job = require(id);
        SqlRows rows = job.result.rows();
        if (rows == null) {
            throw new ServiceException(
                    400, "InvalidOperation", "Instance " + id + " is " + job.status + " and has no rows.");
        }
        return rows;
    }

    private Job require(String id) {
        synchronized (jobs) {
            Job job = jobs.get(id);
            if (job == null) {
                throw new ServiceException(404, "NoSuchObject", "ODPS-0420051: Instance " + id + " does not exist.");
            }
            return job;
        }
    }

    private static void close(Job job) throws IOException {
        SqlRows rows = job.result.rows();
        if (rows != null) {
            rows.close();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (jobs) {
            for (Job job : jobs.values()) {
                close(job);
            }
        }
    }
}
