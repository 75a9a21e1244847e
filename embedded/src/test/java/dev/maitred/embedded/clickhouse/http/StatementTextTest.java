package dev.maitred.embedded.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.embedded.clickhouse.engine.EngineException;
import dev.maitred.embedded.clickhouse.http.StatementText.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextTest {
    @Test
    void a_select_may_come_in_pieces_and_names_its_format_at_its_end() throws EngineException {
        assertThat(read("/* x */ select 1").kind()).isEqualTo(Kind.SELECT);
        assertThat(read("WITH 1 AS a SELECT a").kind()).isEqualTo(Kind.SELECT);
        assertThat(read("select 1 format JSON").format()).contains("JSON");
        assertThat(read("select 1 FORMAT CSV settings max_threads = 1;").format())
                .contains("CSV");
        assertThat(read("select format from t").format()).isEmpty();
        assertThat(read("select 'a FORMAT JSON'").format()).isEmpty();
        assertThat(read("select 1 -- FORMAT JSON").format()).isEmpty();
        assertThat(read("select $$ FORMAT JSON $$").format()).isEmpty();
    }

    @Test
    void anything_else_runs_as_a_whole() throws EngineException {
        assertThat(read("SHOW TABLES FORMAT TSV").kind()).isEqualTo(Kind.OTHER);
        assertThat(read("INSERT INTO t (a) SELECT 1").kind()).isEqualTo(Kind.OTHER);
        assertThat(read("INSERT INTO t (SELECT 1)").kind()).isEqualTo(Kind.OTHER);
        assertThat(read("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x").kind())
                .isEqualTo(Kind.OTHER);
        assertThat(read("ALTER TABLE t DELETE WHERE a = 'SYSTEM SHUTDOWN'").kind())
                .isEqualTo(Kind.OTHER);
    }

    @Test
    void rows_of_an_insert_begin_after_its_clause() throws EngineException {
        assertRows("INSERT INTO t VALUES (1)", "INSERT INTO t ", "Values", " (1)");
        assertRows(
                "insert into t (a, `values`, format) values (1)",
                "insert into t (a, `values`, format) ",
                "Values",
                " (1)");
        assertRows("INSERT INTO db.values VALUES (1)", "INSERT INTO db.values ", "Values", " (1)");
        assertRows("INSERT INTO t FORMAT CSV\n1\n", "INSERT INTO t ", "CSV", "1\n");
        assertRows("INSERT INTO t FORMAT CSV \r\n\n1", "INSERT INTO t ", "CSV", "\n1");
        assertRows(
                "INSERT INTO t SETTINGS a = 1 FORMAT JSONEachRow {}",
                "INSERT INTO t SETTINGS a = 1 ",
                "JSONEachRow",
                "{}");
        assertRows(
                "INSERT INTO FUNCTION f('VALUES') VALUES (1)", "INSERT INTO FUNCTION f('VALUES') ", "Values", " (1)");
    }

    @Test
    void an_insert_that_names_no_format_has_its_rows_elsewhere() throws EngineException {
        StatementText text = read("INSERT INTO t (a, b)");

        assertThat(text.kind()).isEqualTo(Kind.ROWS);
        assertThat(text.format()).isEmpty();
    }

    @Test
    void text_of_other_alphabets_keeps_its_bytes() throws EngineException {
        assertThat(read("select 'żółć'").sql()).isEqualTo("select 'żółć'");
        assertRows("INSERT INTO t (`ż`) VALUES ('ó')", "INSERT INTO t (`ż`) ", "Values", " ('ó')");
    }

    @Test
    void a_query_is_killed_by_the_id_that_its_client_gave() throws EngineException {
        StatementText text = read("KILL QUERY WHERE query_id = 'query_id' SYNC");

        assertThat(text.kind()).isEqualTo(Kind.KILL);
        assertThat(text.sql()).isEqualTo("KILL QUERY WHERE Settings['log_comment'] = 'query_id' SYNC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SYSTEM SHUTDOWN",
                "system /* now */ kill",
                "SYSTEM\nSUSPEND FOR 1 SECOND",
                "SELECT 1 INTO OUTFILE '/x'",
                "SELECT 1; SELECT 2",
                "CREATE TABLE a (x UInt8) ENGINE = Memory PARALLEL WITH SYSTEM SHUTDOWN",
                "INSERT INTO t SELECT 1; SYSTEM SHUTDOWN",
                " -- nothing"
            })
    void what_must_not_run_is_refused(String sql) {
        assertThatThrownBy(() -> read(sql)).isInstanceOf(EngineException.class);
    }

    @Test
    void one_semicolon_at_the_end_is_no_second_statement() throws EngineException {
        assertThat(read("SELECT 1; -- done").kind()).isEqualTo(Kind.SELECT);
    }

    private static StatementText read(String sql) throws EngineException {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        return StatementText.of(bytes, bytes.length);
    }

    private static void assertRows(String whole, String sql, String format, String rows) throws EngineException {
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        StatementText text = read(whole);
        assertThat(text.kind()).isEqualTo(Kind.ROWS);
        assertThat(text.sql()).isEqualTo(sql);
        assertThat(text.format()).contains(format);
        assertThat(new String(bytes, text.rowsAt(), bytes.length - text.rowsAt(), StandardCharsets.UTF_8))
                .isEqualTo(rows);
    }
}
