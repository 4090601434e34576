// French words about level caps.
import type { enLevels } from './en-levels.ts';

export const frLevels: Record<keyof typeof enLevels, string> = {
  'levels.reached':
    "<yellow>Tu as atteint ton plafond de niveau : <white><level></white>.</yellow> <gray>L’expérience au-delà est perdue. Pourquoi : <click:run_command:'/levelcap'><white>/levelcap</white></click>",
  'levels.reachedShort': '<yellow>Plafond de niveau <white><level></white> atteint',
  'levels.raised': '<green>Ton plafond de niveau est maintenant <white><level></white>.',
  'levels.lowered':
    '<yellow>Ton plafond de niveau est maintenant <white><level></white>.</yellow> <gray>Les niveaux que tu as restent à toi.',
  'levels.lifted': '<green>Tu n’as plus de plafond de niveau.',
  'levels.commandLimited':
    '<yellow><white><player></white> ne monte pas plus haut par l’expérience : le plafond de niveau est <white><level></white>.',
  'levels.own':
    '<gray>Ton plafond de niveau est <white><level></white> ; tu es au niveau <white><now></white>.',
  'levels.ownNone':
    '<gray>Tu n’as pas de plafond de niveau ; tu es au niveau <white><now></white>.',
  'levels.ownRule': '<gray>La règle <white><rule></white> donne <white><level></white>',
  'levels.ownRuleOfGroup':
    '<gray>La règle <white><rule></white> donne <white><level></white>, parce que tu es dans le groupe <white><group></white>',
  'levels.ownNoRule': '<gray>Aucune règle ne te concerne.',
  'levels.ownVersion': '<gray>Version <version> des règles',
  'levels.ownOld':
    '<yellow>Les plafonds ne peuvent pas être demandés pour le moment.</yellow> <gray>Voici le dernier connu, du <white><date></white>.',
  'levels.status':
    '<gray>Plafonds de niveau : version <white><version></white>, d’il y a <white><age></white> s',
  'levels.status.none': '<yellow>Plafonds de niveau : encore rien reçu',
  'levels.usage':
    "<gray><click:run_command:'/levelcap list'><white>/levelcap list</white></click> les règles et leur version",
  'levels.usage.set':
    "<gray><click:suggest_command:'/levelcap set '><white>/levelcap set [règle] [nombre, formule, on ou off] [raison]</white></click> changer ou ajouter une règle ; une formule avec des espaces se met entre guillemets",
  'levels.usage.preview':
    "<gray><click:suggest_command:'/levelcap preview '><white>/levelcap preview [règle ou formule] [variable]</white></click> ce que cela donne, sans rien enregistrer",
  'levels.usage.reload':
    "<gray><click:run_command:'/levelcap reload'><white>/levelcap reload</white></click> redemander les plafonds",
  'levels.noKey':
    '<red>« <rule> » ne peut pas être une règle.</red> <gray>Écris 1 à 32 caractères parmi a-z, 0-9, tiret, tiret bas.',
  'levels.noRule': '<red>Il n’y a pas de règle « <rule> ».</red> <gray>Il y a : <rules>.',
  'levels.list': '<aqua>Plafonds de niveau, version <white><version></white>',
  'levels.list.by': '<gray>Modifiés le <white><date></white> par <white><who></white>',
  'levels.list.none':
    '<gray>Aucune règle : personne n’a de plafond. Ajoutes-en une avec <white>/levelcap set</white>.',
  'levels.rule':
    '<white><rule></white> <gray>= <white><what></white>, priorité <priority><conditions><off>',
  'levels.rule.if': '<gray>, si <white><condition></white>',
  'levels.rule.groups': '<gray>, pour les groupes <white><groups></white>',
  'levels.rule.off': ' <red>(désactivée)',
  'levels.set': '<green>Enregistré : <rule></green> <gray>Version <version>',
  'levels.set.changed':
    '<yellow>Quelqu’un a changé cette règle entre-temps ; rien n’a été enregistré.</yellow> <gray>Elle est maintenant : <rule>',
  'levels.set.gone':
    '<yellow>Quelqu’un a supprimé cette règle entre-temps ; rien n’a été enregistré.',
  'levels.reloaded':
    '<green>Plafonds reçus pour <players> joueurs.</green> <gray>Version <version>',
  'levels.reloadFailed':
    '<yellow>Le backend ne répond pas ; les derniers plafonds connus restent en vigueur.',
  'levels.preview': '<aqua><what></aqua> <gray>selon <white><variable></white> :',
  'levels.preview.row': '<gray><variable> <white><at></white> : <white><level></white>',
  'levels.preview.none': 'pas de plafond',
  'levels.fault': '<gray><before><red><found></red><after>',
  'levels.fault.console': '<before><found><after>',
  'levels.fault.mark': '<mark>',
  'levels.fault.why': '<red><why></red> <gray>(caractère <position>)',
  'levels.fault.other': '<red>Règle « <path> » : <why>',
  'levels.problem.empty': 'Il n’y a rien ici.',
  'levels.problem.tooLong': 'C’est trop long : 256 caractères au plus.',
  'levels.problem.characterRefused': 'Ce caractère n’est pas permis.',
  'levels.problem.operatorRefused': 'Cet opérateur n’est pas permis ; il y a + - * / %.',
  'levels.problem.functionRefused': 'Cette fonction n’existe pas ; il y a min, max, floor, ceil.',
  'levels.problem.nameUnknown':
    'Cette variable n’existe pas ; il y a level, playtimeHours, badges, seasonDay, streakDays, linked.',
  'levels.problem.syntax': 'Cela ne peut pas être lu ici.',
  'levels.problem.operatorMissing': 'Il manque un opérateur ici.',
  'levels.problem.arity': 'Cette fonction prend un autre nombre de valeurs.',
  'levels.problem.tooManyParts': 'Il y a trop de parties.',
  'levels.problem.tooDeep': 'C’est trop imbriqué.',
  'levels.problem.numberTooLarge': 'Ce nombre est trop grand.',
  'levels.problem.notANumber': 'Cela ne donne pas un nombre.',
  'levels.problem.notACondition': 'Ce n’est pas une condition, comme level >= 10.',
  'levels.problem.divisionByZero': 'Cela peut diviser par zéro.',
  'levels.problem.belowZero': 'Cela peut tomber sous zéro.',
  'levels.problem.tooLarge': 'Cela peut devenir trop grand.',
};
