package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.internal.context.util.ByteArrayProvidingClassLoader;
import com.espertech.esper.runtime.client.option.DeploymentClassLoaderContext;
import com.espertech.esper.runtime.client.option.DeploymentClassLoaderOption;
import org.jspecify.annotations.Nullable;

/**
 * The classes of a rule set, loaded once for engines that come one after the other. Their static fields belong to the engine
 * that was started last. For one thread.
 */
final class SharedClasses implements DeploymentClassLoaderOption {
    private final EPCompiled compiled;
    private @Nullable ClassLoader loader;

    SharedClasses(EPCompiled compiled) {
        this.compiled = compiled;
    }

    @Override
    public ClassLoader getClassLoader(DeploymentClassLoaderContext runtime) {
        ClassLoader known = loader;
        if (known == null) {
            known = new ByteArrayProvidingClassLoader(compiled.getClasses(), runtime.getRuntimeParentClassLoader());
            loader = known;
        }
        return known;
    }
}
