// What daily and quests say, in English. {quest} stands where MiniMessage puts in no placeholder.
export const enQuests = {
  'daily.claimed':
    '<green>You got <yellow><coins></yellow>.</green> <gray>Streak: <white><streak></white>.',
  'daily.next': '<gray>The next in <white><wait></white>; come back in time to keep your streak.',
  'daily.cooldown': '<gray>You have had your daily coins. The next in <white><wait></white>.',
  'daily.ready':
    "<yellow>Your daily coins are ready:</yellow> <click:run_command:'/daily'><hover:show_text:'Click to claim'><white>/daily</white></hover></click>",
  'daily.usage': '<gray>Write <white>/daily</white>.',

  'quests.head': '<gold>Quests',
  'quests.none': '<gray>There are no quests right now. Come back later!',
  'quests.open': '<green>● <white><name></white> <gray>brings <yellow><reward></yellow>',
  'quests.waiting': '<dark_gray>● <gray><name> (<reward>): done. Again in <white><wait></white>.',
  'quests.trivia':
    "<gray>   <question> <click:suggest_command:'/quests answer {quest} '><hover:show_text:'Click to answer'><aqua>/quests answer <quest> …</aqua></hover></click>",
  'quests.visit':
    "<gray>   Go to <white><server></white>, then <click:run_command:'/quests claim {quest}'><hover:show_text:'Click to claim'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.play':
    "<gray>   Play <white><minutes></white> minutes (<played> so far), then <click:run_command:'/quests claim {quest}'><hover:show_text:'Click to claim'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.claimed': '<green>Well done! You got <yellow><coins></yellow>.',
  'quests.next': '<gray>You can do it again in <white><wait></white>.',
  'quests.cooldown': '<gray>You have done that. Again in <white><wait></white>.',
  'quests.unknown': '<red>There is no quest “<quest>”.</red> <gray>See <white>/quests</white>.',
  'quests.needsAnswer': '<gray>That one asks a question: <white>/quests answer <quest> …</white>',
  'quests.needsVisit': '<gray>Go to <white><server></white> first.',
  'quests.needsPlay': '<gray>Not yet: play <white><wait></white> more.',
  'quests.answerTooLong': '<red>That answer is too long.',
  'quests.tooManyAnswers':
    '<red>Too many answers.</red> <gray>Think it over for <white><wait></white>.',
  'quests.usage':
    '<gray>Write <white>/quests</white>, <white>/quests answer [quest] [answer]</white> or <white>/quests claim [quest]</white>.',
  'quests.busy': '<gray>Your last claim is still being worked on.',
  'quests.slow': '<gray>This takes a moment; the result comes here.',
  'quests.unclear':
    '<yellow>It cannot be reached right now.</yellow> <gray>Nothing is lost: your claim is asked for again until it is clear, and never twice.',
  'quests.waitMinutes': '<minutes> min',
  'quests.waitHours': '<hours> h <minutes> min',
  'quests.waitDays': '<days> d <hours> h',
} as const;
