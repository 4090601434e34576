package dev.mintkeep.bridge;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Objects;
import org.bukkit.plugin.java.JavaPlugin;

/** Finds out which plugin asks, for Vault does not say: the nearest on the stack. */
final class Asker {
  private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
  /** Who asks stands near; looking further would only cost time. */
  private static final int FRAMES_MAX = 16;

  private Asker() {}

  /** The plugin's name, or "" when none can be named. */
  static String nameOf(JavaPlugin bridge) {
    return WALKER.walk(
        (frames) ->
            frames
                .limit(FRAMES_MAX)
                .map(StackFrame::getDeclaringClass)
                .filter((one) -> one.getClassLoader() != null)
                .map(Asker::pluginOf)
                .filter(Objects::nonNull)
                .filter((one) -> one != bridge && !one.getName().equals("Vault"))
                .findFirst()
                .map(JavaPlugin::getName)
                .orElse(""));
  }

  private static JavaPlugin pluginOf(Class<?> type) {
    try {
      return JavaPlugin.getProvidingPlugin(type);
    } catch (IllegalArgumentException | IllegalStateException ofNoPlugin) {
      return null;
    }
  }
}
