package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.internal.context.util.AgentInstanceContext;
import com.espertech.esper.common.internal.view.core.AgentInstanceViewFactoryChainContext;
import com.espertech.esper.common.internal.view.core.View;
import com.espertech.esper.common.internal.view.timewin.TimeWindowViewFactory;

/** Makes the windows of {@code #time(..)}. */
final class SlidingTimes extends TimeWindowViewFactory {
    @Override
    public View makeView(AgentInstanceViewFactoryChainContext context) {
        if (context.isRemoveStream() || context.getPreviousNodeGetter() != null) {
            return super.makeView(context);
        }
        AgentInstanceContext instance = context.getAgentInstanceContext();
        return new SlidingTime(instance, this, timePeriodCompute.getNonVariableProvide(instance));
    }
}
