package dev.mintkeep.bridge;

/** Decides changes of coins: a function of the script, called on the server's thread only. */
@FunctionalInterface
public interface Desk {
  /**
   * Coins above zero are paid to the player, below zero taken; {@code plugin} is who asks, or "".
   * Answers null when it is done, else why not.
   */
  String decide(String uuid, long coins, String plugin);
}
