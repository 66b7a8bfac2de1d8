package io.syncpipeline.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the user asked the quick start, or one of the smaller examples, for. Immutable. */
final class QuickStartOptions {

    static final String HELP = """
            QuickStart: copies a small shop from MySQL to MaxCompute, follows its changes, and compares both sides.

            Without options it starts a MySQL-compatible server and a local stand-in for MaxCompute of its own, in a
            temporary directory, and needs nothing installed but a JDK.

            About the built-in shop
              --rows N                  rows of the largest table, 1000 to 10000000 (default 100000)
              --commit-interval SECONDS how often rows become visible (default 1; 60 with a MaxCompute of your own)

            Your own MySQL: nothing is written to it; its tables are copied and followed for a while, then compared.
            Do not write to the tables during the comparison.
              --mysql-host HOST         name or address of the server; the options below need it
              --mysql-port PORT         (default 3306)
              --mysql-user USER         an account with SELECT, REPLICATION SLAVE and REPLICATION CLIENT
              --mysql-password PASSWORD (default: the environment variable MYSQL_PASSWORD)
              --mysql-ssl-mode MODE     DISABLED, PREFERRED (default) or REQUIRED
              --databases REGEX         the databases to copy; matches whole names; required
              --tables REGEX            the tables to copy; matches whole names (default .*)
              --follow SECONDS          how long to follow changes (default 30)

            Your own MaxCompute: tables are created in the project, named <database>_<table>.
              --maxcompute-endpoint URL         the options below need it
              --maxcompute-tunnel-endpoint URL  (default: the service is asked)
              --maxcompute-project PROJECT      required
              --maxcompute-access-id ID         (default: the environment variable MAXCOMPUTE_ACCESS_ID)
              --maxcompute-access-key KEY       (default: the environment variable MAXCOMPUTE_ACCESS_KEY)

              --help                    this text

            It ends with the line `identical: N tables, M rows` and exit code 0, or with the first differences and exit
            code 1. Exit code 2: the options are wrong.
            """;

    static final String EXAMPLE_HELP = """
            Each example makes a few small tables at the source, starts a pipeline, changes rows, and prints the destination's rows.

            Without options it starts a MySQL-compatible server and a local stand-in for MaxCompute of its own, in a
            temporary directory, and needs nothing installed but a JDK.

              --commit-interval SECONDS how often rows become visible (default 1; 60 with a MaxCompute of your own)

            Your own MySQL: the example makes databases whose names begin with example_, and drops them at its end.
              --mysql-host HOST         name or address of the server; the options below need it
              --mysql-port PORT         (default 3306)
              --mysql-user USER         an account that may create these databases, with REPLICATION SLAVE and
                                        REPLICATION CLIENT
              --mysql-password PASSWORD (default: the environment variable MYSQL_PASSWORD)
              --mysql-ssl-mode MODE     DISABLED, PREFERRED (default) or REQUIRED

            Your own MaxCompute: tables whose names begin with example_ are created in the project, and stay there.
              --maxcompute-endpoint URL         the options below need it
              --maxcompute-tunnel-endpoint URL  (default: the service is asked)
              --maxcompute-project PROJECT      required
              --maxcompute-access-id ID         (default: the environment variable MAXCOMPUTE_ACCESS_ID)
              --maxcompute-access-key KEY       (default: the environment variable MAXCOMPUTE_ACCESS_KEY)

              --help                    this text
            """;

    /** What is about the built-in shop, or about tables of the user's own, which the smaller examples do not touch. */
    private static final Set<String> QUICK_START_ONLY = Set.of("rows", "databases", "tables", "follow");

    static final Set<String> NAMES = Set.of(
            "rows",
            "commit-interval",
            "mysql-host",
            "mysql-port",
            "mysql-user",
            "mysql-password",
            "mysql-ssl-mode",
            "databases",
            "tables",
            "follow",
            "maxcompute-endpoint",
            "maxcompute-tunnel-endpoint",
            "maxcompute-project",
            "maxcompute-access-id",
            "maxcompute-access-key");

    private final Map<String, String> values;
    private final Map<String, String> environment;

    private final boolean example;

    private QuickStartOptions(Map<String, String> values, Map<String, String> environment, boolean example) {
        this.values = Map.copyOf(values);
        this.example = example;
        this.environment = Map.copyOf(environment);
    }

    static boolean asksForHelp(String... arguments) {
        return Arrays.asList(arguments).contains("--help");
    }

    /**
     * Reads the command line; a value follows its option as the next word or behind an equals sign.
     *
     * @throws IllegalArgumentException when something is wrong, with everything that is
     */
    static QuickStartOptions parse(Map<String, String> environment, String... arguments) {
        return parse(environment, false, arguments);
    }

    /** Reads the command line of one of the smaller examples likewise. */
    static QuickStartOptions parseExample(Map<String, String> environment, String... arguments) {
        return parse(environment, true, arguments);
    }

    private static QuickStartOptions parse(Map<String, String> environment, boolean example, String... arguments) {
        Map<String, String> values = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String word = arguments[i];
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            String name = option.startsWith("--") ? option.substring(2) : "";
            if (!NAMES.contains(name) || (example && QUICK_START_ONLY.contains(name))) {
                problems.add("there is no option " + option);
            } else if (equals >= 0) {
                values.put(name, word.substring(equals + 1));
            } else if (i + 1 < arguments.length) {
                values.put(name, arguments[++i]);
            } else {
                problems.add(option + " needs a value");
            }
        }
        QuickStartOptions options = new QuickStartOptions(values, environment, example);
        options.check(problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return options;
    }

    private void check(List<String> problems) {
        number("rows", 100_000, 1_000, 10_000_000, problems);
        number("commit-interval", 1, 1, 1_000, problems);
        number("mysql-port", 3306, 1, 65_535, problems);
        number("follow", 30, 1, 86_400, problems);
        if (ownSource()) {
            require(problems, "mysql-host", "mysql-user");
            if (!example) {
                require(problems, "mysql-host", "databases");
            }
        } else {
            refuse(
                    problems,
                    "mysql-host",
                    "mysql-port",
                    "mysql-user",
                    "mysql-password",
                    "databases",
                    "tables",
                    "follow");
        }
        if (ownDestination()) {
            require(problems, "maxcompute-endpoint", "maxcompute-project");
            if (accessId().isEmpty() || accessKey().isEmpty()) {
                problems.add("--maxcompute-endpoint needs --maxcompute-access-id and --maxcompute-access-key, or their"
                        + " environment variables");
            }
        } else {
            refuse(
                    problems,
                    "maxcompute-endpoint",
                    "maxcompute-project",
                    "maxcompute-tunnel-endpoint",
                    "maxcompute-access-id",
                    "maxcompute-access-key");
        }
    }

    private void require(List<String> problems, String because, String... names) {
        for (String name : names) {
            if (!values.containsKey(name)) {
                problems.add("--" + because + " needs --" + name);
            }
        }
    }

    private void refuse(List<String> problems, String missing, String... names) {
        for (String name : names) {
            if (values.containsKey(name)) {
                problems.add("--" + name + " needs --" + missing);
            }
        }
    }

    boolean ownSource() {
        return values.containsKey("mysql-host");
    }

    boolean ownDestination() {
        return values.containsKey("maxcompute-endpoint");
    }

    int rows() {
        return number("rows", 100_000, 1_000, 10_000_000, new ArrayList<>());
    }

    Duration commitInterval() {
        return Duration.ofSeconds(number("commit-interval", ownDestination() ? 60 : 1, 1, 1_000, new ArrayList<>()));
    }

    Duration follow() {
        return Duration.ofSeconds(number("follow", 30, 1, 86_400, new ArrayList<>()));
    }

    String databases() {
        return values.getOrDefault("databases", "");
    }

    String tables() {
        return values.getOrDefault("tables", ".*");
    }

    SourceDatabase source() {
        return new SourceDatabase(
                values.getOrDefault("mysql-host", ""),
                number("mysql-port", 3306, 1, 65_535, new ArrayList<>()),
                values.getOrDefault("mysql-user", ""),
                given("mysql-password", "MYSQL_PASSWORD"),
                values.getOrDefault("mysql-ssl-mode", "PREFERRED"));
    }

    DestinationProject destination() {
        return new DestinationProject(
                values.getOrDefault("maxcompute-endpoint", ""),
                values.getOrDefault("maxcompute-tunnel-endpoint", ""),
                values.getOrDefault("maxcompute-project", ""),
                accessId(),
                accessKey());
    }

    private String accessId() {
        return given("maxcompute-access-id", "MAXCOMPUTE_ACCESS_ID");
    }

    private String accessKey() {
        return given("maxcompute-access-key", "MAXCOMPUTE_ACCESS_KEY");
    }

    private String given(String option, String variable) {
        return values.getOrDefault(option, environment.getOrDefault(variable, ""));
    }

    private int number(String name, int otherwise, int least, int most, List<String> problems) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one message for both.
        }
        problems.add("--" + name + " is a number from " + least + " to " + most + ", not '" + value + "'");
        return otherwise;
    }
}
