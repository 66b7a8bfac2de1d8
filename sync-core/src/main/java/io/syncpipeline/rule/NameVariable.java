package io.syncpipeline.rule;

/** What a {@link NameTemplate} can name of a source table. */
public enum NameVariable {
    /** {@code ${source_datasource_name}}: the name of the source. */
    SOURCE_DATASOURCE_NAME("source_datasource_name"),
    /** {@code ${source_database_name}}: the table's database. */
    SOURCE_DATABASE_NAME("source_database_name"),
    /** {@code ${table_name}}: the table's name. */
    TABLE_NAME("table_name");

    private final String text;

    NameVariable(String text) {
        this.text = text;
    }

    /** Its name in templates. */
    @Override
    public String toString() {
        return text;
    }
}
