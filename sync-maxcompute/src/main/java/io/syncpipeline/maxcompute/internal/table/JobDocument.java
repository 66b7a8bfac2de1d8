package io.syncpipeline.maxcompute.internal.table;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A job of one SQL task, as the service takes it.
 *
 * @param task the task's name
 * @param sql the statement
 * @param settings the settings that the statement is run with
 * @param guid the job's own id, by which the service knows one that is submitted twice
 */
record JobDocument(String task, String sql, Map<String, String> settings, String guid) {

    /** What the SDK gives its jobs: the lowest priority, which is that of all jobs whose project has no others. */
    private static final int PRIORITY = 9;

    /** The XML text. */
    String xml() {
        JsonObject json = new JsonObject();
        new TreeMap<>(settings).forEach(json::addProperty);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Instance><Job><Priority>" + PRIORITY + "</Priority><Guid>"
                + escaped(guid) + "</Guid><Tasks><SQL><Name>" + escaped(task) + "</Name><Config>"
                + property("type", "sql")
                + property("settings", json.toString())
                + property("uuid", UUID.randomUUID().toString())
                + "</Config><Query>" + escaped(sql) + "</Query></SQL></Tasks></Job></Instance>";
    }

    private static String property(String name, String value) {
        return "<Property><Name>" + escaped(name) + "</Name><Value>" + escaped(value) + "</Value></Property>";
    }

    /** Text as the content of an element; parsers would make another line end of a carriage return. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\r", "&#13;");
    }
}
