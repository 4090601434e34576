package dev.mintkeep.bridge;

import java.util.List;
import net.milkbowl.vault.economy.Economy;
import net.milkbowl.vault.economy.EconomyResponse;
import net.milkbowl.vault.economy.EconomyResponse.ResponseType;
import org.bukkit.OfflinePlayer;

/** The part of Vault's economy that Mintkeep does not have: banks. */
abstract class NoBanks implements Economy {
  private static EconomyResponse none() {
    return new EconomyResponse(0, 0, ResponseType.NOT_IMPLEMENTED, "Mintkeep has no banks.");
  }

  @Override
  public boolean hasBankSupport() {
    return false;
  }

  @Override
  public EconomyResponse createBank(String name, String player) {
    return none();
  }

  @Override
  public EconomyResponse createBank(String name, OfflinePlayer player) {
    return none();
  }

  @Override
  public EconomyResponse deleteBank(String name) {
    return none();
  }

  @Override
  public EconomyResponse bankBalance(String name) {
    return none();
  }

  @Override
  public EconomyResponse bankHas(String name, double amount) {
    return none();
  }

  @Override
  public EconomyResponse bankWithdraw(String name, double amount) {
    return none();
  }

  @Override
  public EconomyResponse bankDeposit(String name, double amount) {
    return none();
  }

  @Override
  public EconomyResponse isBankOwner(String name, String playerName) {
    return none();
  }

  @Override
  public EconomyResponse isBankOwner(String name, OfflinePlayer player) {
    return none();
  }

  @Override
  public EconomyResponse isBankMember(String name, String playerName) {
    return none();
  }

  @Override
  public EconomyResponse isBankMember(String name, OfflinePlayer player) {
    return none();
  }

  @Override
  public List<String> getBanks() {
    return List.of();
  }
}
