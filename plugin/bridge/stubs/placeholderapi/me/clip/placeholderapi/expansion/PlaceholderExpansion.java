package me.clip.placeholderapi.expansion;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import me.clip.placeholderapi.PlaceholderHook;

public abstract class PlaceholderExpansion extends PlaceholderHook {
  /** For the trial alone: what is registered, by identifier. */
  public static final Map<String, PlaceholderExpansion> REGISTERED = new ConcurrentHashMap<>();

  public abstract String getIdentifier();

  public abstract String getAuthor();

  public abstract String getVersion();

  public List<String> getPlaceholders() {
    return List.of();
  }

  public boolean persist() {
    return false;
  }

  public boolean register() {
    return REGISTERED.putIfAbsent(getIdentifier(), this) == null;
  }

  public final boolean unregister() {
    return REGISTERED.remove(getIdentifier(), this);
  }
}
