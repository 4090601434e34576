// What linking says, in German: the same keys and placeholders as English.
export const deLink = {
  'link.code':
    "<gray>Dein Code: <click:copy_to_clipboard:'{code}'><hover:show_text:'Klicken zum Kopieren'><aqua><code></aqua></hover></click> <gray>(klicken zum Kopieren)",
  'link.codeHint':
    '<gray>Gib ihn innerhalb von <white><minutes> Minuten</white> in unserem Discord ein. Zeig ihn niemandem; <white>/link</white> macht einen neuen und diesen ungültig.',
  'link.linked':
    '<green>Du bist mit <white><user></white> in Discord verknüpft</green> <gray>seit <date>. Beenden: <white>/unlink</white>.',
  'link.unlinkAsk':
    "<yellow>Die Verknüpfung mit <white><user></white> beenden?</yellow> <gray>Deine Münzen bleiben dir. <click:run_command:'/unlink confirm'><hover:show_text:'Klicken zum Beenden'><red>/unlink confirm</red></hover></click>",
  'link.unlinked':
    '<green>Du bist nicht mehr verknüpft.</green> <gray>Ein neuer Code: <white>/link</white>.',
  'link.unlinkUsage': '<gray>Schreib <white>/unlink</white>.',
} as const;
