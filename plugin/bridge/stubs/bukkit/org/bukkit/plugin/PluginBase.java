package org.bukkit.plugin;

public abstract class PluginBase implements Plugin {
  @Override
  public final String getName() {
    return getClass().getSimpleName();
  }
}
