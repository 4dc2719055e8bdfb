/** Passwords of ten and more characters that lead every list of leaked ones, in lower case; shorter ones are refused anyway. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
  0123456789 01234567890 0987654321 1029384756 1111111111 1122334455 1234512345 1234554321 1234567890 12345678900 12345678910
  123456789a 1234567891 123456789q 12345qwert 123abc123abc 123qwe123qwe 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qaz@wsx3edc
  9876543210 987654321a abc1234567 abc123456789 abcd123456 abcdef1234 abcdefghij admin12345 admin123456 administrator
  adminadmin adobe123456 asdfasdf123 asdfghjkl1 asdfghjkl; baseball123 basketball basketball1 bismillah1 blink182blink
  butterfly1 california changeme123 charlie123 chocolate1 christopher computer123 contrasena contraseña cristiano7
  default123 dragon1234 elizabeth1 facebook123 football123 footballer geheim1234 hallo12345 hello12345 helloworld
  iloveyou12 iloveyou123 iloveyou1234 internet123 jesus12345 jordan2323 justinbieb letmein123 letmein1234 linkedin123
  liverpool1 manchester master1234 mercedes123 metallica1 michael123 monkey1234 motherlode mypassword newpassword
  nicole1234 onedirection p@ssw0rd123 p@ssword123 passw0rd123 passwd1234 password00 password01 password10 password11
  password12 password123 password1234 password12345 password123456 password21 password@1 passwordpassword passwort123
  pokemon123 princess12 princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsxedc1 qazwsxedcrfv qwerasdfzxcv qwert12345 qwerty1234
  qwerty12345 qwerty123456 qwertyqwerty qwertyuiop qwertyuiop1 qwertyuiop123 qwertz1234 qwertzuiop realmadrid
  rockyou123 secret1234 secretpassword sunshine12 sunshine123 superman12 superman123 test123456 testtest12 thepassword
  trustno1234 user123456 welcome123 welcome1234 welcome2024 welcome2025 whatever12 yourpassword zaq12wsxcde zxcvbnm123
  zxcvbnm1234 zxcvbnmasd correcthorsebatterystaple
  `
    .trim()
    .split(/\s+/),
);
