package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.internal.context.util.AgentInstanceContext;
import com.espertech.esper.common.internal.view.core.AgentInstanceViewFactoryChainContext;
import com.espertech.esper.common.internal.view.core.View;
import com.espertech.esper.common.internal.view.core.ViewEnum;
import com.espertech.esper.common.internal.view.intersect.IntersectViewFactory;
import com.espertech.esper.common.internal.view.timetolive.TimeOrderViewFactory;
import com.espertech.esper.common.internal.view.unique.UniqueByPropertyViewFactory;

/**
 * Makes what {@code retain-intersection} asks for: of {@code #unique(..)#timetolive(..)}, by which rules watch for silence, one
 * window, of all others what Esper makes.
 */
final class Intersections extends IntersectViewFactory {
    @Override
    public View makeView(AgentInstanceViewFactoryChainContext context) {
        if (intersecteds.length == 2
                && intersecteds[0] instanceof UniqueByPropertyViewFactory unique
                && intersecteds[1] instanceof TimeOrderViewFactory order
                && order.getViewName().equals(ViewEnum.TIMETOLIVE.getName())) {
            AgentInstanceContext instance = context.getAgentInstanceContext();
            return new UniqueTimeToLive(instance, this, unique.getCriteriaEval(), order.getTimestampEval());
        }
        return super.makeView(context);
    }
}
