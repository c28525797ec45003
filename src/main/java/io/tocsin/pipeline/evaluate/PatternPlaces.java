package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.internal.context.util.EPStatementHandleCallbackFilter;
import com.espertech.esper.common.internal.epl.pattern.and.EvalAndFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.core.EvalStateNode;
import com.espertech.esper.common.internal.epl.pattern.core.EvalStateNodeVisitor;
import com.espertech.esper.common.internal.epl.pattern.every.EvalEveryFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.everydistinct.EvalEveryDistinctFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.filter.EvalFilterFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.followedby.EvalFollowedByFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.guard.EvalGuardFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.guard.Guard;
import com.espertech.esper.common.internal.epl.pattern.matchuntil.EvalMatchUntilFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.not.EvalNotFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.observer.EvalObserverFactoryNode;
import com.espertech.esper.common.internal.epl.pattern.observer.EventObserver;
import com.espertech.esper.common.internal.epl.pattern.or.EvalOrFactoryNode;
import com.espertech.esper.common.internal.filterspec.MatchedEventMap;
import java.util.Collection;

/** Counts the places where patterns wait for an event or a time. */
final class PatternPlaces implements EvalStateNodeVisitor {
    private long count;

    long count() {
        return count;
    }

    @Override
    public void visitFilter(
            EvalFilterFactoryNode factory,
            EvalStateNode node,
            EPStatementHandleCallbackFilter handle,
            MatchedEventMap begin) {
        count++;
    }

    @Override
    public void visitObserver(EvalObserverFactoryNode factory, EvalStateNode node, EventObserver observer) {
        count++;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void visitEveryDistinct(
            EvalEveryDistinctFactoryNode factory, EvalStateNode node, MatchedEventMap begin, Collection keys) {
        count += keys == null ? 0 : keys.size();
    }

    @Override
    public void visitGuard(EvalGuardFactoryNode factory, EvalStateNode node, Guard guard) {}

    @Override
    public void visitFollowedBy(EvalFollowedByFactoryNode factory, EvalStateNode node, Object... state) {}

    @Override
    public void visitMatchUntil(EvalMatchUntilFactoryNode factory, EvalStateNode node, Object... state) {}

    @Override
    public void visitNot(EvalNotFactoryNode factory, EvalStateNode node) {}

    @Override
    public void visitOr(EvalOrFactoryNode factory, EvalStateNode node) {}

    @Override
    public void visitRoot(EvalStateNode node) {}

    @Override
    public void visitAnd(EvalAndFactoryNode factory, EvalStateNode node, Object... state) {}

    @Override
    public void visitEvery(EvalEveryFactoryNode factory, EvalStateNode node, MatchedEventMap begin, Object... state) {}
}
