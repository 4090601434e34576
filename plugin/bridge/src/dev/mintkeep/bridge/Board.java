package dev.mintkeep.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the script has laid out: coins and texts, by a player's UUID as text. The server's thread
 * writes, any thread reads; a reader gets what was laid out last and never waits. Knows no server.
 */
final class Board {
  /** Whole coins: what can be spent on this server at once, and all of them. */
  record Coins(long spendable, long total) {}

  /** Stands for everybody in place of a UUID. */
  private static final String EVERYBODY = "";

  private final Map<String, Coins> coins = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> texts = new ConcurrentHashMap<>();
  /** Names in lower case, for plugins that still ask by name. */
  private final Map<String, String> uuids = new ConcurrentHashMap<>();

  void coins(String uuid, String name, long spendable, long total) {
    coins.put(uuid, new Coins(spendable, total));
    if (name != null) uuids.put(name.toLowerCase(Locale.ROOT), uuid);
  }

  void forget(String uuid) {
    coins.remove(uuid);
    uuids.values().removeIf(uuid::equals);
  }

  /** Null for a player who is not here. */
  Coins coins(String uuid) {
    return uuid == null ? null : coins.get(uuid);
  }

  /** Null for a name that nobody here has. */
  String uuidOf(String name) {
    return name == null ? null : uuids.get(name.toLowerCase(Locale.ROOT));
  }

  void text(String uuid, String name, String text) {
    if (text != null) {
      texts.computeIfAbsent(uuid, (key) -> new ConcurrentHashMap<>()).put(name, text);
      return;
    }
    texts.computeIfPresent(
        uuid,
        (key, own) -> {
          own.remove(name);
          return own.isEmpty() ? null : own;
        });
  }

  /** A player's own text, else everybody's, else null: then the name is none of ours. */
  String text(String uuid, String name) {
    String key = name.toLowerCase(Locale.ROOT);
    String own = uuid == null ? null : texts.getOrDefault(uuid, Map.of()).get(key);
    return own != null ? own : texts.getOrDefault(EVERYBODY, Map.of()).get(key);
  }

  /** The names that everybody has a text of. */
  List<String> names() {
    return new ArrayList<>(texts.getOrDefault(EVERYBODY, Map.of()).keySet());
  }

  void clear() {
    coins.clear();
    texts.clear();
    uuids.clear();
  }
}
