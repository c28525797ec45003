package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.HavingClauseContext;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code having}. */
final class Having {
    /** True of no empty group: a count above a number, or a comparison with what is null for no events. */
    private static final Pattern OF_CONTENT = Pattern.compile(
            "count\\(.*\\)>=?[1-9]\\d*|count\\(.*\\)>0|(avg|sum|min|max|median|stddev|first|last)\\([^()]*\\)[<>]=?[-\\w.]+");

    private Having() {}

    /** Whether it leaves out every group that holds nothing. */
    static boolean wantsContent(@Nullable HavingClauseContext having) {
        return having != null
                && Recognition.conjuncts(having.evalOrExpression()).stream().anyMatch(c -> OF_CONTENT
                        .matcher(c.getText().toLowerCase(Locale.ROOT))
                        .matches());
    }
}
