// The passwords that guessers try first among those long enough to be allowed, and the words that
// stay common whatever digits and signs surround them. Lower case.

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

/** Matched after everything but letters was taken away. */
const words = `
password passwort motdepasse contrasena senha passw pass pword mypassword letmein welcome changeme admin
administrator root user guest login qwerty qwertz azerty qwertyuiop asdf asdfgh asdfghjkl zxcvbnm iloveyou
sunshine princess football baseball superman batman dragon monkey master shadow michael jennifer jordan hunter
killer charlie thomas george computer internet secret summer winter spring autumn january february october
november december monday friday flower freedom whatever trustno starwars pokemon liverpool arsenal chelsea
samsung google facebook company business opportune default temporary temp test testing demo example abc abcd
abcdef abcdefg abcdefgh
`;

export const commonPasswords: ReadonlySet<string> = new Set(
  `${long} ${words}`.split(/\s+/).filter((each) => each !== ''),
);
