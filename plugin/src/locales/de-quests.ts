// What daily and quests say, in German: the same keys and placeholders as English.
export const deQuests = {
  'daily.claimed':
    '<green>Du hast <yellow><coins></yellow> bekommen.</green> <gray>Serie: <white><streak></white>.',
  'daily.next':
    '<gray>Die nächsten in <white><wait></white>; komm rechtzeitig wieder, damit deine Serie hält.',
  'daily.cooldown':
    '<gray>Deine Münzen von heute hattest du schon. Die nächsten in <white><wait></white>.',
  'daily.ready':
    "<yellow>Deine täglichen Münzen sind da:</yellow> <click:run_command:'/daily'><hover:show_text:'Klicken zum Abholen'><white>/daily</white></hover></click>",
  'daily.usage': '<gray>Schreib <white>/daily</white>.',

  'quests.head': '<gold>Quests',
  'quests.none': '<gray>Gerade gibt es keine Quests. Schau später wieder vorbei!',
  'quests.open': '<green>● <white><name></white> <gray>bringt <yellow><reward></yellow>',
  'quests.waiting':
    '<dark_gray>● <gray><name> (<reward>): geschafft. Wieder in <white><wait></white>.',
  'quests.trivia':
    "<gray>   <question> <click:suggest_command:'/quests answer {quest} '><hover:show_text:'Klicken zum Antworten'><aqua>/quests answer <quest> …</aqua></hover></click>",
  'quests.visit':
    "<gray>   Geh auf <white><server></white>, dann <click:run_command:'/quests claim {quest}'><hover:show_text:'Klicken zum Abholen'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.play':
    "<gray>   Spiel <white><minutes></white> Minuten (bisher <played>), dann <click:run_command:'/quests claim {quest}'><hover:show_text:'Klicken zum Abholen'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.claimed': '<green>Gut gemacht! Du hast <yellow><coins></yellow> bekommen.',
  'quests.next': '<gray>Das geht wieder in <white><wait></white>.',
  'quests.cooldown': '<gray>Das hast du geschafft. Wieder in <white><wait></white>.',
  'quests.unknown':
    '<red>Eine Quest „<quest>“ gibt es nicht.</red> <gray>Siehe <white>/quests</white>.',
  'quests.needsAnswer': '<gray>Die stellt eine Frage: <white>/quests answer <quest> …</white>',
  'quests.needsVisit': '<gray>Geh zuerst auf <white><server></white>.',
  'quests.needsPlay': '<gray>Noch nicht: spiel noch <white><wait></white>.',
  'quests.answerTooLong': '<red>Diese Antwort ist zu lang.',
  'quests.tooManyAnswers':
    '<red>Zu viele Antworten.</red> <gray>Denk noch <white><wait></white> darüber nach.',
  'quests.usage':
    '<gray>Schreib <white>/quests</white>, <white>/quests answer [Quest] [Antwort]</white> oder <white>/quests claim [Quest]</white>.',
  'quests.busy': '<gray>Dein letzter Wunsch wird noch bearbeitet.',
  'quests.slow': '<gray>Das dauert einen Moment; das Ergebnis kommt hierher.',
  'quests.unclear':
    '<yellow>Das ist gerade nicht erreichbar.</yellow> <gray>Nichts geht verloren: es wird gefragt, bis es klar ist, und nie zweimal.',
  'quests.waitMinutes': '<minutes> Min.',
  'quests.waitHours': '<hours> Std. <minutes> Min.',
  'quests.waitDays': '<days> T. <hours> Std.',
} as const;
