package io.syncpipeline.testkit;

import io.syncpipeline.model.DataType;
import io.syncpipeline.model.DataType.Kind;
import io.syncpipeline.model.TableId;
import io.syncpipeline.spi.Source;

class ScriptedSourceContractTest extends SourceContract {

    private final ScriptedSource source = new ScriptedSource(new ManualClock()).eventsPerPoll(100);

    @Override
    protected Source source() {
        return source;
    }

    @Override
    protected TableId emptyTable() {
        return source.table(Shape.of("shop", "contract_rows")
                .required("id", Kind.INT64)
                .column("name", Kind.TEXT)
                .key("id")
                .build());
    }

    @Override
    protected void insert(TableId id, long key, String name) {
        Object[] row = new Object[source.schema(id).columns().size()];
        row[0] = key;
        row[1] = name;
        source.insert(id, row);
    }

    @Override
    protected void update(TableId id, long key, long newKey, String name) {
        source.update(id, key, newKey, name);
    }

    @Override
    protected void delete(TableId id, long key) {
        source.delete(id, key);
    }

    @Override
    protected void insertAll(TableId id, long from, long to) {
        ScriptedTransaction transaction = source.transaction();
        for (long key = from; key < to; key++) {
            transaction.insert(id, key, "row " + key);
        }
        transaction.commit();
    }

    @Override
    protected void addColumn(TableId id, String name) {
        source.addColumn(id, Shape.nullable(name, DataType.of(Kind.TEXT)));
    }
}
