package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tocsin.config.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be exact is refused where it stands, with the form that works; other mistakes read as ever. */
class ExactRefusalTest {
    private static List<Problem> problems(String epl) {
        return catchThrowableOfType(RuleException.class, () -> ExactFeed.compile(epl))
                .problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select average from Metric#time(10)#uni(metric)          | 1:37 | avg(metric)",
                "select average from Metric.win:time(10).stat:uni(metric) | 1:46 | avg(metric)",
                "select average from Metric#weighted_avg(metric, ttl)     | 1:28 | sum(metric * weight) / sum(weight)",
                "select slope from Metric#linest(time, metric)            | 1:26 | sum(x * y)",
                "select correlation from Metric#correl(time, metric)      | 1:32 | stddev(x)",
                "select AveDev(metric) from Metric#time(10)               | 1:8  | stddev(...)",
                "select rate(time, metric) from Metric#time(10)           | 1:8  | sum(metric) / 60",
                "select avg(prev(1, metric)) from Metric#time(10)         | 1:12 | insert into Derived",
                "select sum(metric, prev(1, metric) > 0) from Metric#time(10) | 1:20 | insert into Derived",
                "select avg(metric, filter: current_timestamp > seen) from Metric#time(9) | 1:28 | insert into Derived",
                "select host, avg(sum(metric)) from Metric#time(10) group by host | 1:18 | insert into Derived",
                "select avg(metric, istream()) from Metric#time(10)       | 1:20 | insert into Derived",
                "select sum((select last(metric) from Metric#length(1))) from Metric#time(10) | 1:1 | insert into Derived",
                "create variable double v = 1; select avg(metric * v) from Metric#time(10) | 1:51 | insert into Derived",
                "create table T(x double); select sum(metric + T.x) from Metric#time(10) | 1:47 | insert into Derived",
                "expression e { m => prev(1, metric) } select avg(e(m)) from Metric#time(10) as m | 1:21 | Derived"
            })
    void whatCannotBeExactIsRefused(String statement, String position, String form) {
        assertThat(problems(statement)).singleElement().satisfies(problem -> {
            assertThat(problem.line() + ":" + problem.column()).isEqualTo(position);
            assertThat(problem.message()).contains(form).doesNotContain("`", "Plug-in");
        });
    }

    @Test
    void aTableKeepsItsTypes() {
        assertThat(problems("create table T(n sum(long));\ninto table T select sum(metric) as n from Metric;"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.message()).contains("long").doesNotContain("`", "Plug-in");
                });
    }

    @Test
    void otherMistakesStandWhereTheUserMadeThem() {
        String epl =
                """
                select /* \uD83D\uDD14 */ avg(metric), avg(sum), stddev(metrik) from Metric#time(10);
                select avg(host) from Metric#time(10);
                select avg() from Metric;
                select avg(metric, 1) from Metric;
                select avg(metric from Metric""";

        assertThat(problems(epl).stream().map(Problem::toString))
                .containsExactly(
                        "rules.epl:1:33: 'sum' is no column",
                        "rules.epl:2:8: 'avg' takes a number, not String; cast it, as in avg(cast(x, double))",
                        "rules.epl:3:8: 'avg' takes one number and at most one filter, as in avg(metric, metric > 0)",
                        "rules.epl:4:8: the filter of 'avg' must be true or false, but is int",
                        "rules.epl:5:11: this '(' is not closed; add ')' where it should end");
    }
}
