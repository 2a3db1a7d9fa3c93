// The passwords that guessers try first, among those long enough to be allowed, and the words from
// which they build others. In lower case, without accents.

const long = `
123456789012 1234567890123 12345678901234 123456789123 1234567891234 012345678910 0123456789012
098765432109 0987654321098 111222333444 112233445566 123123123123 123321123321 123412341234 121212121212
qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwerty123456 qwerty1234567 qwerty12345678 qwertyqwerty
qwertyuiopasdf asdfghjkl123 asdfghjklzxcvbnm zxcvbnm12345 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc
1qaz2wsx3edc4rfv q1w2e3r4t5y6 qazwsxedcrfv qazwsxedc123 zaq12wsxcde3 asdfqwer1234 abcd12345678 abc123456789
abcdefghijkl abcdefghijklm abcdefghijklmnop a1b2c3d4e5f6 aa1234567890 a12345678901 a123456789123 q123456789123
password1234 password12345 password123456 passw0rd1234 p@ssw0rd1234 p@ssword1234 passwordpassword password2024
password2025 password2026 mypassword123 changeme1234 changemechangeme letmein12345 letmeinletmein iloveyou1234
iloveyouforever administrator administrator1 admin1234567 admin12345678 adminadmin123 rootrootroot
welcome12345 welcome123456 welcomewelcome superman1234 batman123456 football1234 baseball1234 princess1234
sunshine1234 monkey123456 dragon123456 master123456 shadow123456 michael12345 jennifer1234 liverpool123
manchester123 chelsea12345 arsenal12345 barcelona123 realmadrid123 juventus1234 computer1234 internet1234
samsung12345 google123456 facebook1234 instagram123 linkedin1234 microsoft123 starwars1234 pokemon12345
correcthorsebatterystaple trustno1trustno1 thisismypassword opensesame123 nothing12345 whatever1234
opportune1234 opportuneopportune
`;

/** Words from which guessers build passwords. What surrounds them hardly matters. */
const words = `
password passwort passwords motdepasse mdp contrasena clave senha haslo parola wachtwoord salasana losenord kodeord
kennwort losung geheimnis jelszo heslo sifre wachtwoorden пароль привет админ логин вход москва россия любовь люблю
солнышко наташа сергеи александр дмитрии спартак зенит самсунг марина максим андреи киев украина кохання σαγαπω κωδικος
ελλαδα αγαπη ハスワート ようこそ こんにちは あいうえお さくら 密码 我爱你 你好 欢迎 管理员 비밀번호 사랑해 안녕하세요 סיסמה שלום
كلمةالسر مرحبا passwd passw pass pword mypassword passphrase letmein welcome willkommen bienvenue bienvenido changeme change admin
administrator administrador adminadmin root toor user username benutzer guest gast login logon signin account konto
system server service support manager office default temporary temp test testing tester test123 demo example sample
qwerty qwertz azerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm iloveyou ichliebedich teamo tequiero jetaime
loveyou lovely love liebe amor secret geheim secreto access private security computer internet laptop windows linux
apple android iphone samsung google facebook instagram twitter linkedin microsoft amazon netflix youtube whatsapp
company firma business opportune work home house world hello hallo hola bonjour ciao thanks thankyou please money
sunshine sonnenschein princess prinzessin princesa prince king queen angel baby sweetheart honey schatz sweety sugar
football fussball futbol soccer baseball basketball hockey golf tennis superman batman spiderman ironman starwars
pokemon pikachu naruto matrix gandalf hogwarts potter disney mickey minnie donald simpsons chelsea arsenal liverpool
manchester barcelona realmadrid madrid juventus bayern dortmund schalke hamburg berlin munich muenchen london paris
dragon drache monkey master shadow schatten killer hunter ranger tiger lion panther eagle falcon wolf bear rabbit
horse pferd hund katze kitty kitten puppy doggy dog cat bird fish fisch chicken banana orange lemon cherry cookie
coffee kaffee chocolate schokolade pepper cheese pizza burger whiskey michael michelle jennifer jessica ashley daniel
david robert thomas andreas andrea alexander alexandra stefan stephan martin markus peter hans charlie charles george
james john joseph jordan justin joshua matthew andrew anthony william richard nicole natalie amanda melissa samantha
maria marie martina sabine claudia christian christine carlos juan jose antonio alejandro maggie buster bailey ginger
summer winter spring autumn fall sommer herbst fruehling verano invierno otono primavera holiday urlaub weekend
january february march april june july august september october november december januar februar maerz juni juli
oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag
lunes martes miercoles jueves viernes sabado domingo today tomorrow forever whatever nothing something trustno trust
freedom freiheit libertad peace hope faith jesus christ heaven blessed family familie familia mother mama father papa
flower blume flores rainbow purple yellow silver golden diamond crystal black white blue green red schwarz weiss
music guitar metal rock metallica nirvana slipknot eminem hiphop dance player gamer gaming minecraft fortnite xbox
playstation nintendo mustang ferrari porsche mercedes harley yamaha corvette camaro cowboy cowboys yankees lakers
steelers eagles packers boston dallas chicago texas newyork america canada mexico deutschland germany france espana
super mega best good great nice cool lucky happy crazy funny sexy hottie number one two three four five first last
abc abcd abcde abcdef abcdefg abcdefgh aaa xxx yes no my the and you me mine
`;

const setOf = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).filter((each) => each !== ''));

/** Whole passwords. */
export const commonPasswords = setOf(long);
/** Parts of passwords, in letters and digits. */
export const commonWords = setOf(words);
