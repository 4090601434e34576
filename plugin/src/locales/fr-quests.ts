// What daily and quests say, in French.
import type { enQuests } from './en-quests.ts';

export const frQuests: Record<keyof typeof enQuests, string> = {
  'daily.claimed':
    '<green>Tu as reçu <yellow><coins></yellow>.</green> <gray>Série : <white><streak></white>.',
  'daily.next':
    '<gray>Les prochaines dans <white><wait></white> ; reviens à temps pour garder ta série.',
  'daily.cooldown':
    '<gray>Tu as déjà eu tes pièces du jour. Les prochaines dans <white><wait></white>.',
  'daily.ready':
    "<yellow>Tes pièces du jour sont prêtes :</yellow> <click:run_command:'/daily'><hover:show_text:'Clique pour les prendre'><white>/daily</white></hover></click>",
  'daily.usage': '<gray>Écris <white>/daily</white>.',
  'quests.head': '<gold>Quêtes',
  'quests.none': '<gray>Il n’y a pas de quêtes pour le moment. Reviens plus tard !',
  'quests.open': '<green>● <white><name></white> <gray>rapporte <yellow><reward></yellow>',
  'quests.waiting':
    '<dark_gray>● <gray><name> (<reward>) : fait. De nouveau dans <white><wait></white>.',
  'quests.trivia':
    "<gray>   <question> <click:suggest_command:'/quests answer {quest} '><hover:show_text:'Clique pour répondre'><aqua>/quests answer <quest> …</aqua></hover></click>",
  'quests.visit':
    "<gray>   Va sur <white><server></white>, puis <click:run_command:'/quests claim {quest}'><hover:show_text:'Clique pour réclamer'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.play':
    "<gray>   Joue <white><minutes></white> minutes (<played> jusqu’ici), puis <click:run_command:'/quests claim {quest}'><hover:show_text:'Clique pour réclamer'><aqua>/quests claim <quest></aqua></hover></click>",
  'quests.claimed': '<green>Bravo ! Tu as reçu <yellow><coins></yellow>.',
  'quests.next': '<gray>Tu pourras recommencer dans <white><wait></white>.',
  'quests.cooldown': '<gray>Tu l’as déjà fait. De nouveau dans <white><wait></white>.',
  'quests.unknown':
    '<red>Il n’y a pas de quête « <quest> ».</red> <gray>Voir <white>/quests</white>.',
  'quests.needsAnswer':
    '<gray>Celle-ci pose une question : <white>/quests answer <quest> …</white>',
  'quests.needsVisit': '<gray>Va d’abord sur <white><server></white>.',
  'quests.needsPlay': '<gray>Pas encore : joue encore <white><wait></white>.',
  'quests.answerTooLong': '<red>Cette réponse est trop longue.',
  'quests.tooManyAnswers':
    '<red>Trop de réponses.</red> <gray>Réfléchis pendant <white><wait></white>.',
  'quests.usage':
    '<gray>Écris <white>/quests</white>, <white>/quests answer [quête] [réponse]</white> ou <white>/quests claim [quête]</white>.',
  'quests.busy': '<gray>Ta dernière demande est encore en cours.',
  'quests.slow': '<gray>Cela prend un instant ; le résultat arrive ici.',
  'quests.unclear':
    '<yellow>C’est injoignable pour le moment.</yellow> <gray>Rien n’est perdu : ta demande est reposée jusqu’à ce que ce soit clair, et jamais deux fois.',
  'quests.waitMinutes': '<minutes> min',
  'quests.waitHours': '<hours> h <minutes> min',
  'quests.waitDays': '<days> j <hours> h',
};
