"""Families that no rule reaches, one a line: the first word stands for all of them.

Written for this project from knowledge of English; the words of law, government and reporting come first.
"""


def _families(table: str) -> dict[str, str]:
    """Each word of a table → the first word of its line (which leads to itself)."""
    return {word: line.split()[0] for line in table.strip().splitlines() for word in line.split()}


# Forms of verbs that are not made with -s, -ed, -ing. Only a whole word is looked up here, never what a rule left of
# one: `ranged` without its ending is no form of `ring`.
VERBS = _families("""
agree agreed
arise arose arisen
awake awoke awoken
be are was were been being
bear borne
beat beaten
become became
befall befell befallen
befit befitting
begin began begun
behold beheld
bend bent
beset besetting
betake betook betaken
bias biased biasing biases biassed
bid bade bidden
bind
bite bitten
bleed bled
blow blew blown
break broke broken
breed bred
bring brought
build built
burn burnt
bus bused busing bussed buses
buy bought
catch caught
choose chose chosen
cling clung
come came
creep crept
deal dealt
decree decreed
die died dying
dig dug
disagree disagreed
do does did done doing
draw drew drawn
dream dreamt
drink drank drunk drunken
drive drove driven
dwell dwelt
dye dyed dyeing
eat ate eaten
err erred erring
eye eyed eyeing eying
fall fallen
feed
feel
fight fought
find
flee fled
fling flung
fly flew flown
focus focused focusing focussed focussing
forbid forbade forbidden
foresee foresaw foreseen
foretell foretold
forget forgot forgotten
forgive forgave forgiven
forgo forwent forgone
forsake forsook forsaken
free freed
freeze froze frozen
gas gases gassed gassing
get got gotten
give gave given
go goes went gone going
grind
grow grew grown
guarantee guaranteed
hang hung
have has had having
hear heard
hide hid hidden
hold held
keep kept
kneel knelt
know knew known
lay laid
lead led
lean leant
leap leapt
learn learnt
leave
lend lent
lie lain lied lying
light lit
lose lost
make made
mean meant
meet met
mimic mimicked mimicking
mislead misled
misspell misspelt
misspend misspent
mistake mistook mistaken
misunderstand misunderstood
outdo outdid outdone
outgrow outgrew outgrown
overcome overcame
overdo overdid overdone
overdraw overdrew overdrawn
overhear overheard
overlie overlies overlain overlying
belie belies belied belying
override overrode overridden
overrun overran
oversee oversaw overseen
oversleep overslept
overtake overtook overtaken
overthrow overthrew overthrown
panic panicked panicking
partake partook partaken
pay paid
picnic picnicked picnicking
plead pled
prepay prepaid
prove proven
quiz quizzed quizzing quizzes
rebuild rebuilt
redo redid redone
redraw redrew redrawn
referee refereed
remake remade
repay repaid
resell resold
resend resent
retake retook retaken
retell retold
rethink rethought
rewrite rewrote rewritten
ride rode ridden
ring rang rung
rise risen
run ran
say said
see seen
seek sought
sell sold
send sent
sew sewn
shake shook shaken
shine shone
shoot
show shown
shrink shrank shrunk shrunken
sing sang sung
sink sank sunk sunken
sit sat
ski skied skiing skis
slay slew slain
sleep slept
slide slid
sling slung
smell smelt
sneak snuck
sow sown
speak spoken
speed sped
spell spelt
spend spent
spill spilt
spin spun
spit spat
spoil spoilt
spring sprang sprung
stand stood
steal stole stolen
stick stuck
sting stung
stink stank stunk
strike struck stricken
string strung
strive strove striven
swear swore sworn
sweep swept
swell swollen
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think
throw threw thrown
tie tied tying
traffic trafficked trafficking
tread trod trodden
undergo undergoes underwent undergone
underlie underlies underlay underlain underlying
understand understood
undertake undertook undertaken
undo undid undone undoes
unfreeze unfroze unfrozen
unwind unwound
uphold upheld
use used using
untie untied untying
vie vied vying
wake woke woken
wear wore worn
weave wove woven
weep wept
wet wetted wetting
win won
wind
withdraw withdrew withdrawn withdrawal withdrawals
withhold withheld
withstand withstood
wring wrung
write wrote written
""")

# Plurals; and verb and noun, where the spelling changes too much for a rule. These are looked up again after a
# plural or an -ed was taken off (applications → application → apply).
NOUNS = _families("""
addendum addenda
alga algae
alibi alibis
alumna alumnae
alumnus alumni
amicus amici
analyze analysis analyses
antenna antennae
appendix appendices
archipelago archipelagos
automaton automata
bacterium bacteria
bayou bayous
cactus cacti
calf calves
child children
codex codices
colloquium colloquia
consortium consortia
corpus corpora
corrigendum corrigenda
crisis crises
criterion criteria
curriculum curricula
data datum
dictum dicta
dwarf dwarves
elf elves
emeritus emeriti
erratum errata
foot feet
formula formulae
forum fora
fungus fungi
genus genera
goose geese
guru gurus
half halves
hoof hooves
hypothesis hypotheses
index indices indexes
iraqi iraqis
israeli israelis
knife knives
kuwaiti kuwaitis
larva larvae
loaf loaves
locus loci
louse lice
man men
matrix matrices
maximum maxima
memorandum memoranda
menu menus
millennium millennia
minimum minima
minutia minutiae
moratorium moratoria
mouse mice
neurosis neuroses
nepali nepalis
no nos
nucleus nuclei
oasis oases
ox oxen
pakistani pakistanis
parenthesis parentheses
passerby passersby
penny pence
phenomenon phenomena
plus pluses
prognosis prognoses
prosthesis prostheses
psychosis psychoses
quantum quanta
quorum quorums
rabbi rabbis
radius radii
referendum referenda
saudi saudis
scarf scarves
schema schemata
self selves
shelf shelves
somali somalis
spectrum spectra
stadium stadia
stimulus stimuli
stratum strata
syllabus syllabi
symposium symposia
synopsis synopses
synthesis syntheses
taxi taxis
thesis theses
thief thieves
tooth teeth
vertebra vertebrae
vertex vertices
vortex vortices
wharf wharves
wife wives
wolf wolves
woman women
yemeni yemenis

abolish abolition
abridge abridgment
absent absence
absorb absorption
abstain abstention
accept acceptance
accuracy accurate
acquire acquisition
acquit acquittal
adequate adequacy
adhere adherence
admit admission admittance
adopt adoption
advise advice
affirm affirmation
allow allowance
ally alliance
annul annulment
appear appearance
apply application
appraise appraisal
apprehend apprehension
approve approval
argue argument
arrive arrival
ascend ascension
assist assistance
assume assumption
assure assurance
attend attendance
avoid avoidance
believe belief
betray betrayal
bury burial
choose choice
cite citation
clear clearance
close closure
coerce coercion
collide collision
comply compliance compliant
compel compulsion
compete competition
compose composition
comprehend comprehension
concede concession
conceive conception
conclude conclusion
concur concurrence
conspire conspiracy
consume consumption
contend contention
convert conversion
correspond correspondence
corrode corrosion
create creation
cruel cruelty
deceive deception
decide decision
deduct deduction
defer deferral
define definition
defy defiance
delete deletion
deliver delivery
demolish demolition
deny denial
depart departure
depose deposition
descend descent
describe description
designate designation
destroy destruction
detain detention
deter deterrence deterrent
dilute dilution
disapprove disapproval
disappear disappearance
discover discovery
disclose disclosure
dismiss dismissal
dispose disposal
dissolve dissolution
distort distortion
disturb disturbance
divert diversion
divide division
emit emission
emigrate emigrant
emphasize emphasis emphases
enclose enclosure
endure endurance
enter entry
equal equality
erode erosion
evade evasion
evolve evolution
exclude exclusion
exist existence
expand expansion
expel expulsion
explain explanation
explode explosion
expose exposure
extend extension
fail failure
forfeit forfeiture
form formation
foreclose foreclosure
guide guidance
hate hatred
hinder hindrance
ignore ignorance
immigrate immigrant
impose imposition
include inclusion
induce induction inducement
infer inference
infringe infringement
inherit inheritance
inquire inquiry
insist insistence
insure insurance
interfere interference
intervene intervention
introduce introduction
intrude intrusion
invade invasion
issue issuance
legal legality
legitimate legitimacy
maintain maintenance
marry marriage
migrate migrant
modern modernity
moral morality
multiply multiplication
obstruct obstruction
occur occurrence
omit omission
oppose opposition
pay payment
perceive perception
perform performance
permit permission
persist persistence
persuade persuasion
prefer preference
prescribe prescription
presume presumption
proclaim proclamation
produce production
propose proposal
prove proof
publish publication
pursue pursuit
quote quotation
rebut rebuttal
reconcile reconciliation
reclaim reclamation
recognize recognition
recover recovery
recur recurrence
redeem redemption
reduce reduction
reenter reentry
refuse refusal
register registration
rehearse rehearsal
rely reliance
remit remittance
remove removal
renew renewal
renounce renunciation
repay repayment
repeat repetition
reproduce reproduction
rescind rescission
reside residence resident residency
resist resistance
resolve resolution
respond response
resume resumption
retain retention
retrieve retrieval
reveal revelation
reverse reversal
revive revival
rob robbery
satisfy satisfaction
secret secrecy
seduce seduction
seize seizure
solve solution
starve starvation
submit submission
subscribe subscription
subvert subversion
survive survival
suspend suspension
sustain
tax taxation
transcribe transcription
transfer transference
transmit transmission transmittal
try tries tried
tempt temptation
urgent urgency
utter utterance
vacant vacancy
value valuation
vary variation variance

april apr
august aug
december dec
february feb
january jan
july jul
june jun
november nov
october oct
september sept sep
department dept
government govt
""")

# One word in two spellings; the first is the one the rules work on. Looked up at every step.
SPELLINGS = _families("""
acknowledgment acknowledgement
adviser advisor
aging ageing
aluminum aluminium
among amongst
analog analogue
anemia anaemia
anesthesia anaesthesia
archeology archaeology
archeological archaeological
artifact artefact
ax axe
caliber calibre
catalog catalogue
cesarean caesarean
center centre
checkered chequered
councilor councillor
counselor counsellor
cozy cosy
defense defence
dialog dialogue
diarrhea diarrhoea
draft draught
encyclopedia encyclopaedia
endorse indorse
esophagus oesophagus
estrogen oestrogen
favorable favourable
favorite favourite
fetus foetus
fiber fibre
fulfill fulfil
fulfillment fulfilment
gray grey
gynecology gynaecology
hemorrhage haemorrhage
honorable honourable
imposter impostor
inquire enquire
inquiry enquiry
installment instalment
jail gaol
jewelry jewellery
judgment judgement
kilometer kilometre
labeler labeller
laborer labourer
learn learnt
leukemia leukaemia
license licence
liter litre
luster lustre
maneuver manoeuvre
marijuana marihuana
marvelous marvellous
meager meagre
medieval mediaeval
meter metre
millimeter millimetre
mold mould
mustache moustache
neighborhood neighbourhood
neighboring neighbouring
offense offence
orient orientate
orthopedic orthopaedic
pajamas pyjamas
pediatric paediatric
pediatrician paediatrician
pedophile paedophile
plow plough
practice practise
pretense pretence
program programme
protester protestor
skeptic sceptic
skeptical sceptical
skeptically sceptically
skepticism scepticism
skillful skilful
smolder smoulder
somber sombre
specialty speciality
specter spectre
sulfur sulphur
saber sabre
scepter sceptre
subpoena subpena
theater theatre
toward towards
afterward afterwards
backward backwards
forward forwards
upward upwards
downward downwards
outward outwards
inward inwards
traveler traveller
usable useable
vapor vapour
while whilst
willful wilful
woolen woollen
behavioral behavioural
colorful colourful
honorary honourary
paralyze paralyse
catalyze catalyse
breathalyze breathalyse
okay ok
subtle subtly
simple simply
ample amply
gentle gently
true truly
whole wholly
due duly
full fully
""")

# Forms of two families; a stem field cannot have these.
_TWO = """
found: find found
left: leave left
saw: see saw
ground: grind ground
bound: bind bound
bases: base basis
axes: ax axis
leaves: leaf leave
lives: life live
lay: lie lay
felt: feel felt
wound: wind wound
rose: rise rose
bore: bear bore
fell: fall fell
fed: feed fed
bit: bite bit
spoke: speak spoke
thought: think thought
shot: shoot shot
dove: dive dove
ellipses: ellipse ellipsis
diagnoses: diagnose diagnosis
mar: mar march
implication: imply implicate
implications: imply implicate
refer: refer reference
refers: refer reference
referred: refer reference
referring: refer reference
referral: refer
referrals: refer
"""
TWO_FAMILIES = {
    form: tuple(bases.split()) for form, bases in (line.split(":") for line in _TWO.strip().splitlines())
}
