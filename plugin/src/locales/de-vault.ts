// Was andere Plugins hören, die Münzen wollen, und was Admins und Spieler davon lesen. Die mit `no`
// sind reiner Text: andere Plugins zeigen sie, wie sie sind.
import type { enVault } from './en-vault.ts';

export const deVault: Record<keyof typeof enVault, string> = {
  'vault.no.amount': 'Nur ganze Münzen über null können bewegt werden.',
  'vault.no.notHere': 'Dieser Spieler ist nicht auf diesem Server.',
  'vault.no.closed': 'Die Münzen sind noch nicht bereit. Bitte versuche es gleich noch einmal.',
  'vault.no.moment': 'Die Münzen werden gerade gezählt. Bitte versuche es gleich noch einmal.',
  'vault.no.frozen': 'Dieses Konto ist eingefroren.',
  'vault.no.funds': 'Auf diesem Server sind nicht genug Münzen.',
  'vault.no.allowance': 'Gerade können keine Münzen mehr ausgezahlt werden.',
  'vault.no.disk': 'Münzen können gerade nicht bewegt werden.',
  'vault.aside': '<gray>Davon sind <yellow><coins></yellow> für diesen Server zurückgelegt.',
  'vault.asideElsewhere':
    '<gray>Weitere <yellow><coins></yellow> sind auf <white><server></white> zurückgelegt.',
  'vault.status.off': '<gray>Vault: <white>ausgeschaltet</white>',
  'vault.status.noBridge':
    '<red>Vault: MintkeepBridge fehlt.</red> <gray>Lege <white>mintkeep-bridge.jar</white> in den Ordner plugins und starte den Server neu.',
  'vault.status.noVault':
    '<red>Vault: das Plugin Vault fehlt.</red> <gray>Ohne es kann kein anderes Plugin um Münzen bitten.',
  'vault.status.starting':
    '<yellow>Vault: verbucht, was ein früherer Lauf offen ließ: <white><open></white>',
  'vault.status':
    '<gray>Vault: <yellow><coins></yellow> für <white><players></white> Spieler zurückgelegt, <white><open></white> Änderungen zu verbuchen, noch <white><allowance></white> auszuzahlen',
  'vault.status.behind':
    '<red>Vault: die älteste Änderung wartet seit <white><minutes></white> min auf ihre Verbuchung.',
};
