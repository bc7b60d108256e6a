using System.Collections.Frozen;
using SmsBridge.Numbers;

namespace SmsBridge.Limits;

/// <summary>
/// The country of a phone number, by its first digits. Calling codes are those of ITU-T E.164; area codes of +1 are those that the North American
/// Numbering Plan gives to others than the United States; names are ISO 3166-1 alpha-2 (and XK).
/// </summary>
internal static class Countries
{
    /// <summary>Codes of no country: toll-free, premium, personal and carriers' own.</summary>
    private const string Nobody = "--";

    private const string Table = """
        US1 CA1204,1226,1236,1249,1250,1257,1263,1289,1306,1343,1354,1365,1367,1368,1382,1387,1403,1416,1418,1428,1431,1437,1438,1450,1460,1468
        CA1474,1506,1514,1519,1548,1568,1579,1581,1584,1587,1604,1613,1639,1647,1672,1683,1705,1709,1742,1753,1778,1780,1782,1807,1819,1825
        CA1867,1873,1879,1902,1905,1942 --1500,1521,1522,1523,1524,1525,1526,1527,1528,1529,1532,1533,1535,1538,1542,1543,1544,1545,1546,1547
        --1549,1550,1552,1553,1554,1556,1566,1569,1577,1578,1588,1589,1600,1622,1633,1644,1655,1677,1688,1700,1710
        --1800,1822,1833,1844,1855,1866,1877,1888,1900
        AG1268 AI1264 AS1684 BB1246 BM1441 BS1242 DM1767 DO1809,1829,1849 GD1473 GU1671 JM1876,1658 KN1869 KY1345 LC1758 MP1670 MS1664
        PR1787,1939 SX1721 TC1649 TT1868 VC1784 VG1284 VI1340
        AD376 AE971 AF93 AL355 AM374 AO244 AQ6721 AR54 AT43 AU61 AW297 AX35818 AZ994 BA387 BD880 BE32 BF226 BG359 BH973 BI257 BJ229 BN673 BO591
        BQ5993,5994,5997 BR55 BT975 BW267 BY375 BZ501 CC6189162 CD243 CF236 CG242 CH41 CI225 CK682 CL56 CM237 CN86 CO57 CR506 CU53 CV238 CW5999
        CX6189164 CY357 CZ420 DE49 DJ253 DK45 DZ213 EC593 EE372 EG20 EH2125288,2125289 ER291 ES34 ET251 FI358 FJ679 FK500 FM691 FO298 FR33 GA241
        GB44 GE995 GF594 GG441481,447781,447839,4479111,4479117 GH233 GI350 GL299 GM220 GN224 GP590 GQ240 GR30 GT502 GW245 GY592 HK852 HN504
        HR385 HT509 HU36 ID62 IE353 IL972 IM441624,4474576,447524,447624,447924 IN91 IO246 IQ964 IR98 IS354 IT39
        JE441534,447509,4477003,4477007,4477008,447797,447829,447937 JO962 JP81 KE254 KG996 KH855 KI686 KM269 KP850 KR82 KW965 KZ76,77 LA856
        LB961 LI423 LK94 LR231 LS266 LT370 LU352 LV371 LY218 MA212 MC377 MD373 ME382 MG261 MH692 MK389 ML223 MM95 MN976 MO853 MQ596 MR222 MT356
        MU230 MV960 MW265 MX52 MY60 MZ258 NA264 NC687 NE227 NF6723 NG234 NI505 NL31 NO47 NP977 NR674 NU683 NZ64 OM968 PA507 PE51 PF689 PG675
        PH63 PK92 PL48 PM508 PS970 PT351 PW680 PY595 QA974 RE262 RO40 RS381 RU7 RW250 SA966 SB677 SC248 SD249 SE46 SG65 SH290,247 SI386 SJ4779
        SK421 SL232 SM378 SN221 SO252 SR597 SS211 ST239 SV503 SY963 SZ268 TD235 TG228 TH66 TJ992 TK690 TL670 TM993 TN216 TO676 TR90 TV688 TW886
        TZ255 UA380 UG256 UY598 UZ998 VA3906698,379 VE58 VN84 VU678 WF681 WS685 XK383 YE967 YT262269,262639 ZA27 ZM260 ZW263
        """;

    private static readonly FrozenDictionary<string, string> ByPrefix = Table
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(entry => entry[2..].Split(',').Select(prefix => (Prefix: prefix, Country: entry[..2])))
        .ToFrozenDictionary(e => e.Prefix, e => e.Country, StringComparer.Ordinal);

    private static readonly int Longest = ByPrefix.Keys.Max(p => p.Length);

    /// <summary>Alpha-2 codes, in capitals.</summary>
    public static bool IsKnown(string country) => country != Nobody && ByPrefix.Values.Contains(country);

    /// <param name="address">E.164, also behind a channel: <c>whatsapp:+1…</c>.</param>
    /// <returns>Null: of no country that is known, as short codes, satellites and toll-free numbers are.</returns>
    public static string? Of(string address)
    {
        var number = Addresses.WithoutChannel(address) ?? address;
        if (!number.StartsWith('+'))
        {
            return null;
        }

        for (var length = Math.Min(Longest, number.Length - 1); length > 0; length--)
        {
            if (ByPrefix.TryGetValue(number[1..(length + 1)], out var country))
            {
                return country == Nobody ? null : country;
            }
        }

        return null;
    }

    /// <summary>Whether a number answers a customer; one whose country is not known is answered only where all are.</summary>
    public static bool Answers(this NumberDocument number, string customer) =>
        number.ReplyCountries is not { } allowed || (Of(customer) is { } country && allowed.Contains(country));
}
