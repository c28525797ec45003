package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OutputLimitContext;
import java.time.ZoneId;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** What an {@code output} clause needs beside the windows: the rows it holds back. */
final class Outputs {
    private Outputs() {}

    /**
     * What the clause needs.
     *
     * @param fromStart whether every engine has a first row at once, as last events of the sensors reach the statement
     * @param total whether sums and the like are made of all rows together, so that there is a row even for none
     * @param groupsKnown whether the last events of the sensors give every group
     * @param span how long the statement's context lasts
     */
    static Need need(
            @Nullable OutputLimitContext output,
            boolean fromStart,
            boolean total,
            boolean groupsKnown,
            Need span,
            Constants constants,
            ZoneId zone) {
        if (output == null) {
            return Need.NONE;
        }
        if (output.outputLimitAfter() != null) {
            return never(output.outputLimitAfter().a, "'output after' counts from the engine's start");
        } else if (output.e != null) {
            return never(output.ev, "'output every ... events' counts from the engine's start");
        } else if (output.wh != null) {
            return never(output.wh, "'output when' hangs on variables and counts that are older than any horizon");
        } else if (output.at == null) {
            return span;
        }
        int kind = output.k == null ? 0 : output.k.getType();
        if (kind == EsperEPL2GrammarLexer.ALL && !groupsKnown) {
            return Need.unbounded(
                    output.k,
                    "'output all' tells of every group there ever was, so it cannot be rebuilt; write 'output last at' or"
                            + " 'output snapshot at'");
        }
        if (total && !fromStart) {
            return Need.unbounded(
                    output.at,
                    "this crontab begins at the first event that is chosen, so it cannot be rebuilt; write 'select (select"
                            + " count(*) from Metric(...)#time(5 min)) as n from pattern [every timer:at(*/1, *, *, *, *)]'");
        }
        return Crontab.of(
                        output.crontabLimitParameterSet()
                                .expressionWithTimeList()
                                .expressionWithTimeInclLast(),
                        constants,
                        zone)
                .map(c -> kind == EsperEPL2GrammarLexer.SNAPSHOT ? Need.NONE : Need.time(c.longestGap()))
                .orElseGet(() -> never(output.at, "when this crontab fires is not known before it runs"));
    }

    private static Need never(Token at, String why) {
        return Need.unbounded(at, why + ", so it cannot be rebuilt; write 'output last at (*/1, *, *, *, *)'");
    }
}
