package io.syncpipeline.maxcompute.compatibility;

import com.aliyun.odps.Column;
import com.aliyun.odps.Instance;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.Table;
import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.RecordReader;
import com.aliyun.odps.data.RecordWriter;
import com.aliyun.odps.task.SQLTask;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.tunnel.streams.UpsertStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates, writes and reads tables with whatever version of the SDK is on its class path, and prints what it reads. Uses nothing but the
 * SDK.
 */
final class SdkProgram {

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Odps odps = new Odps(new AliyunAccount("me", "secret"));
    private final String project;

    private SdkProgram(String endpoint, String project) {
        this.project = project;
        odps.setEndpoint(endpoint);
        odps.setDefaultProject(project);
    }

    public static void main(String[] arguments) throws Exception {
        SdkProgram program = new SdkProgram(arguments[0], arguments[1]);
        program.out.println("sdk "
                + Path.of(Odps.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .getFileName());
        program.upsert();
        program.upload();
        program.select();
        // Sessions of the SDK may leave threads behind.
        System.exit(0);
    }

    private void sql(String statement) throws OdpsException {
        SQLTask.run(odps, statement).waitForSuccess(20);
    }

    private void upsert() throws Exception {
        sql("CREATE TABLE people (id BIGINT NOT NULL, name STRING, price DECIMAL(18,4), PRIMARY KEY(id))"
                + " TBLPROPERTIES('transactional'='true','write.bucket.num'='2');");
        Table table = odps.tables().get("people");
        List<String> columns = new ArrayList<>();
        for (Column column : table.getSchema().getColumns()) {
            columns.add(column.getName() + " " + column.getTypeInfo().getTypeName());
        }
        out.println(
                "people " + columns + " key " + table.getPrimaryKey() + " transactional " + table.isTransactional());
        TableTunnel.UpsertSession session =
                new TableTunnel(odps).buildUpsertSession(project, "people").build();
        UpsertStream stream = session.buildUpsertStream().build();
        for (long id = 1; id <= 3; id++) {
            Record record = session.newRecord();
            record.set("id", id);
            record.set("name", "Größe " + id);
            record.set("price", new BigDecimal(id + ".2500"));
            stream.upsert(record);
        }
        Record gone = session.newRecord();
        gone.set("id", 2L);
        stream.delete(gone);
        stream.flush();
        stream.close();
        session.commit(false);
        session.close();
        read("people");
    }

    private void upload() throws Exception {
        sql("CREATE TABLE log (line STRING, at TIMESTAMP_NTZ);");
        TableTunnel.UploadSession session = new TableTunnel(odps).createUploadSession(project, "log");
        try (RecordWriter writer = session.openRecordWriter(0)) {
            Record record = session.newRecord();
            record.set("line", "first");
            record.set("at", java.time.LocalDateTime.of(2026, 1, 2, 3, 4, 5));
            writer.write(record);
            Record second = session.newRecord();
            second.set("line", "second");
            writer.write(second);
        }
        session.commit(new Long[] {0L});
        read("log");
    }

    private void read(String table) throws OdpsException, IOException {
        TableTunnel.DownloadSession session =
                new TableTunnel(odps).buildDownloadSession(project, table).build();
        List<String> rows = new ArrayList<>();
        try (RecordReader reader = session.openRecordReader(0, session.getRecordCount())) {
            for (Record record = reader.read(); record != null; record = reader.read()) {
                rows.add(text(record));
            }
        }
        rows.sort(null);
        rows.forEach(row -> out.println(table + " " + row));
    }

    private static String text(Record record) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < record.getColumnCount(); i++) {
            Object cell = record.get(i);
            cells.add(cell instanceof byte[] ? record.getString(i) : String.valueOf(cell));
        }
        return String.join("|", cells);
    }

    private void select() throws OdpsException, IOException {
        Instance instance = SQLTask.run(odps, "SELECT COUNT(*), SUM(price), MAX(name) FROM people;");
        instance.waitForSuccess(20);
        for (Record record : SQLTask.getResult(instance)) {
            out.println("select " + text(record));
        }
    }
}
